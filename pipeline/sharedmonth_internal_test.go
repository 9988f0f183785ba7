package pipeline

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

type unlinkedRow struct {
	Municipality string    `col:"municipality"`
	Service      string    `col:"service"`
	Kind         string    `col:"kind"`
	CostBasis    string    `col:"cost_basis"`
	Month        int64     `col:"month"`
	Ore          money.Ore `col:"ore"`
}

type caseMonthRow struct {
	Municipality string `col:"municipality"`
	Service      string `col:"service"`
	Band         string `col:"band"`
	Month        int64  `col:"month"`
	Days         int64  `col:"days"`
	Priced       int64  `col:"priced"`
}

// sharedBy shares amounts by the statement shared_month: service / month / band to øre.
func sharedBy(t *testing.T, sums []unlinkedRow, weights []caseMonthRow) map[string]money.Ore {
	t.Helper()
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, err := range []error{
		store.Append(ctx, s, "unlinked", sums),
		store.Append(ctx, s, "case_month", weights),
		store.Append(ctx, s, "bands", bands),
		s.Make(ctx, "panel", store.Args{"year_start": 1}, "shared_month"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	type part struct {
		Service string    `col:"service"`
		Month   int64     `col:"month"`
		Band    string    `col:"band"`
		Ore     money.Ore `col:"ore"`
	}
	rows, err := store.Select[part](ctx, s, "select service, month, band, ore from shared_month where ore <> 0")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]money.Ore{}
	for _, r := range rows {
		out[fmt.Sprintf("%s %d %s", r.Service, r.Month, r.Band)] += r.Ore
	}
	return out
}

// TestSharedMonth, by hand. 100 øre by 1 : 1 : 1 is 33 each and one left over, which goes to
// the youngest of equal remainders; −100 is its mirror image. In month 24289 of the same year no
// grant has a price, so that the year's days decide: 10 + 20 of 0-5 to 10 of 6-11, 40 øre as
// 30 to 10. Nothing is granted of b: its 7 øre have no band.
func TestSharedMonth(t *testing.T) {
	got := sharedBy(t, []unlinkedRow{
		{"999", "a", "gross", "current", 24288, 100}, {"999", "a", "refund", "current", 24300, -100},
		{"999", "a", "gross", "current", 24289, 40}, {"999", "b", "gross", "current", 24288, 7},
	}, []caseMonthRow{
		{"999", "a", "0-5", 24288, 10, 5}, {"999", "a", "6-11", 24288, 10, 5}, {"999", "a", "85+", 24288, 0, 5},
		{"999", "a", "0-5", 24289, 20, 0},
		{"999", "a", "0-5", 24300, 1, 9}, {"999", "a", "6-11", 24300, 1, 9}, {"999", "a", "12-17", 24300, 1, 9},
	})
	want := map[string]money.Ore{
		"a 24288 0-5": 34, "a 24288 6-11": 33, "a 24288 85+": 33,
		"a 24300 0-5": -34, "a 24300 6-11": -33, "a 24300 12-17": -33,
		"a 24289 0-5": 30, "a 24289 6-11": 10, "b 24288 all": 7,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("shared (-want +got):\n%s", diff)
	}
}

// TestSharedAsApportioned: SQL and money.Apportion share alike, also amounts and weights whose
// product needs more than eight bytes, and equal remainders.
func TestSharedAsApportioned(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var sums []unlinkedRow
	var weights []caseMonthRow
	want := map[string]money.Ore{}
	for month := int64(24000); month < 24400; month++ {
		most := []int64{3, 1000, 1e12, 4e18}[month%4]
		by := make([]int64, len(bands))
		for i := range by {
			if random.IntN(3) > 0 {
				by[i] = random.Int64N(most)
			}
			weights = append(weights, caseMonthRow{"999", "a", bands[i].Band, month, 0, by[i]})
		}
		amount := money.Ore(random.Int64N([]int64{5, 1e6, 1e17}[month%3]) - 2)
		sums = append(sums, unlinkedRow{"999", "a", "gross", "current", month, amount})
		parts := money.Apportion(amount, by)
		if parts == nil {
			want[fmt.Sprintf("a %d all", month)] = amount
		}
		for i, part := range parts {
			if part != 0 {
				want[fmt.Sprintf("a %d %s", month, bands[i].Band)] = part
			}
		}
	}
	if diff := cmp.Diff(want, sharedBy(t, sums, weights)); diff != "" {
		t.Errorf("shared (-apportioned +SQL):\n%s", diff)
	}
}
