package pipeline

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

type postingRow struct {
	Municipality string    `col:"municipality"`
	Kind         string    `col:"kind"`
	CostBasis    string    `col:"cost_basis"`
	Service      string    `col:"service"`
	Case         int64     `col:"case_number"`
	Person       int64     `col:"person"`
	RefundScheme string    `col:"refund_scheme,null"`
	Month        int64     `col:"month"`
	FirstDay     time.Time `col:"first_day"`
	Ore          money.Ore `col:"ore"`
}

type caseNumber struct {
	Number       int64     `col:"number"`
	Person       int64     `col:"person"`
	Household    *int64    `col:"household"`
	PersonKey    string    `col:"person_key"`
	HouseholdKey string    `col:"household_key,null"`
	Municipality string    `col:"municipality"`
	Birth        time.Time `col:"birth_date"`
	Lump         bool      `col:"lump"`
	Law          string    `col:"law_paragraph,null"`
}

// TestPersonMonths, by hand, with a floor of 60,000 kroner and a lowest amount of 100,000 a
// month. Person a costs 150,000, 80,000 and 40,000: the second is near, the third is left
// out. Person b, 50,000 a month, has a single expense of 720,000 in month 24290, a twelfth
// of which is 60,000: 110,000 in every month of the year. The two of household h cost 70,000
// and 35,000, 105,000 together. Person e costs 150,000, and another municipality pays it.
func TestPersonMonths(t *testing.T) {
	born, first := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	home := int64(1)
	cases := []caseNumber{
		{1, 1, nil, "a", "", "999", born, false, ""}, {2, 2, nil, "b", "", "999", born, false, ""}, {3, 2, nil, "b", "", "999", born, true, ""},
		{4, 3, &home, "c", "h", "999", born, false, "SEL § 1"}, {5, 4, &home, "d", "h", "999", born, false, ""}, {6, 5, nil, "e", "", "998", born, false, ""},
	}
	post := func(number, month, kroner int64) postingRow {
		return postingRow{"999", "gross", "current", "s", number, cases[number-1].Person, "", month, firstDay(month), money.Ore(100 * kroner)}
	}
	type version struct {
		Service string    `col:"service"`
		From    time.Time `col:"valid_from"`
		To      time.Time `col:"valid_to"`
		Scheme  string    `col:"refund_scheme"`
		Law     string    `col:"law_paragraph"`
	}
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, err := range []error{
		store.Append(ctx, s, "case_numbers", cases),
		store.Append(ctx, s, "service_versions", []version{{"s", first, lastBirth, "central", "SEL § 9"}}),
		store.Append(ctx, s, "postings", []postingRow{
			post(1, 24288, 100_000), post(1, 24288, 50_000), post(1, 24289, 80_000), post(1, 24290, 40_000),
			post(2, 24288, 50_000), post(3, 24290, 720_000), post(2, 24300, 50_000),
			post(4, 24288, 70_000), post(5, 24288, 35_000), post(6, 24288, 150_000),
		}),
		s.Extract(ctx, store.Args{"last_month": int64(24311), "floor": int64(6_000_000), "lowest": int64(10_000_000)}, "dear_months", "person_month"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	got := map[string]bool{}
	for _, all := range []bool{true, false} {
		rows, err := store.Query[personRow](ctx, s, "rows", "refund_persons", store.Args{"municipality": "999", "all_months": all})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			got[fmt.Sprintf("%s%s %s %d %d", r.Person, r.Household, r.Law, r.Month, r.Ore/100)] = !all
		}
	}
	want := map[string]bool{ // whether a scheme may pay
		"a SEL § 9 24288 150000": true, "a SEL § 9 24289 80000": false,
		"b SEL § 9 24288 50000": true, "b SEL § 9 24290 720000": true,
		"ch SEL § 1 24288 70000": true, "dh SEL § 9 24288 35000": true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("months (-want +got):\n%s", diff)
	}
}
