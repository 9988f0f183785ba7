package pipeline

import (
	"context"
	"math"
	"testing"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

type personYear struct {
	Municipality string    `col:"municipality"`
	Service      string    `col:"service"`
	Year         int64     `col:"year"`
	Person       int64     `col:"person"`
	Ore          money.Ore `col:"ore"`
}

type cellYear struct {
	Municipality string    `col:"municipality"`
	Service      string    `col:"service"`
	Band         string    `col:"band"`
	Year         int64     `col:"year"`
	Gross        money.Ore `col:"gross"`
}

type committeeOf struct {
	Service   string `col:"service"`
	Committee string `col:"committee"`
}

type concentrated struct {
	Group   string    `col:"persons_group"`
	Persons int64     `col:"persons"`
	Ore     money.Ore `col:"ore"`
	Gross   money.Ore `col:"gross"`
	Share   float64   `col:"share"`
	Assumed bool      `col:"assumed"`
}

// concentrationOf makes the table of persons p01 to p12 in service a, who cost 100, 200 …
// 1,200 kroner, and p01 in service b of the same committee, who costs 5,000; p99 has a
// correction alone. Of a 1,000 kroner are booked without a person. The amounts are 900 and
// 5,000 kroner.
func concentrationOf(t *testing.T, level, item string) map[string]concentrated {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	persons := []personYear{{"999", "b", 2024, 1, 500_000}, {"999", "a", 2024, 99, -10_000}, {"998", "a", 2024, 50, 900_000}}
	for i := range 12 {
		persons = append(persons, personYear{"999", "a", 2024, int64(i + 1), money.Ore(10_000 * (i + 1))})
	}
	for _, err := range []error{
		store.Append(ctx, s, "person_year", persons),
		store.Append(ctx, s, "cell_year", []cellYear{{"999", "a", "18-22", 2024, 400_000}, {"999", "a", "23-29", 2024, 470_000}, {"999", "b", "18-22", 2024, 500_000}, {"998", "a", "18-22", 2024, 900_000}}),
		store.Append(ctx, s, "catalogue", []committeeOf{{"a", "adults"}, {"b", "adults"}}),
		store.Append(ctx, s, "refund_amounts", []refundAmount{{"central", 1, 2024, 90_000, false}, {"central", 2, 2024, 500_000, true}, {"central", 1, 2023, 1, false}}),
		s.Make(ctx, "panel", nil, "concentration"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	rows, err := store.Select[concentrated](ctx, s, `select persons_group, persons, ore, gross, share, assumed from concentration
		where municipality = '999' and year = 2024 and level = $1 and item = $2`, level, item)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]concentrated{}
	for _, r := range rows {
		if _, twice := out[r.Group]; twice {
			t.Errorf("%s stands twice", r.Group)
		}
		out[r.Group] = r
	}
	return out
}

// TestConcentration, by hand. Service a: persons cost 100 + … + 1,200 = 7,800, and with
// 1,000 without a person and the correction of −100, 8,700 is booked. The five most expensive
// cost 1,200 + … + 800 = 5,000, ten 1,200 + … + 300 = 7,500. 1 % of 12 persons is one, 10 % two:
// 2,300. Above 900 are 1,000, 1,100 and 1,200: 3,300; above 5,000 nobody.
//
// The committee has p01 once, with 100 + 5,000 = 5,100, so twelve persons cost 12,800 of
// 13,700; ten are all but 200 and 300: 12,300; two 6,300; five 5,100 + 1,200 + 1,100 + 1,000 +
// 900 = 9,300; above 900 p01 and three: 8,400; above 5,000 p01.
func TestConcentration(t *testing.T) {
	for _, c := range []struct {
		level, item string
		gross       money.Ore
		want        map[string][2]int64 // persons, kroner
	}{
		{"service", "a", 870_000, map[string][2]int64{"linked": {12, 7800}, "top_1": {1, 1200}, "top_5": {5, 5000}, "top_10": {10, 7500},
			"top_1_percent": {1, 1200}, "top_10_percent": {2, 2300}, "above_central_1": {3, 3300}}},
		{"committee", "adults", 1_370_000, map[string][2]int64{"linked": {12, 12800}, "top_1": {1, 5100}, "top_5": {5, 9300}, "top_10": {10, 12300},
			"top_1_percent": {1, 5100}, "top_10_percent": {2, 6300}, "above_central_1": {4, 8400}, "above_central_2": {1, 5100}}},
		{"all", "all", 1_370_000, map[string][2]int64{"linked": {12, 12800}, "top_1": {1, 5100}, "top_5": {5, 9300}, "top_10": {10, 12300},
			"top_1_percent": {1, 5100}, "top_10_percent": {2, 6300}, "above_central_1": {4, 8400}, "above_central_2": {1, 5100}}},
	} {
		got := concentrationOf(t, c.level, c.item)
		if len(got) != len(c.want) {
			t.Errorf("%s %s: %v, want %d groups", c.level, c.item, got, len(c.want))
		}
		for group, want := range c.want {
			g := got[group]
			if g.Persons != want[0] || g.Ore != money.Ore(100*want[1]) || g.Gross != c.gross || g.Assumed != (group == "above_central_2") ||
				math.Abs(g.Share-float64(100*want[1])/float64(c.gross)) > 1e-12 {
				t.Errorf("%s %s, %s: %+v, want %v of %v", c.level, c.item, group, g, want, c.gross)
			}
		}
	}
}
