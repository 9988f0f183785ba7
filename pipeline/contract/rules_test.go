package contract_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opdrift/pipeline/contract"
)

// oneCase is a grant that keeps every promise; tests replace single values.
const oneCase = `select 'c1' as case_id, 'p1' as person_key, 's1' as service, date '2023-01-01' as start_date, cast(null as date) as end_date,
  'day' as unit, cast(2 as decimal(12,2)) as quantity, cast(100 as decimal(18,2)) as unit_price, date '1980-05-01' as birth_date, '190' as paying_municipality,
  'running' as status, cast(null as date) as cancelled_at, 'own' as provider_kind`

// Kroner of a case are quantity times unit_price: 2 × 100 unless replaced.
func TestRowRulesOfCases(t *testing.T) {
	for _, tt := range []struct {
		name, replace string
		want          []string
	}{
		{"good", "'c1' as case_id", nil},
		{"blank key", "' ' as case_id", []string{"case_id.given|1|200.00"}},
		{"null", "null::varchar as service", []string{"service.given|1|200.00"}},
		{"unknown unit", "'week' as unit", []string{"unit.values|1|200.00"}},
		{"negative quantity", "cast(-1 as decimal(12,2)) as quantity", []string{"quantity.range|1|100.00"}},
		{"eight days a week", "cast(8 as decimal(12,2)) as quantity", []string{"quantity.days_a_week|1|800.00"}},
		{"ends before it starts", "date '2022-12-31' as end_date", []string{"start_date_end_date.order|1|200.00"}},
		{"ends as it starts", "date '2023-01-01' as end_date", nil},
		{"open by a far date", "date '9999-12-31' as end_date", []string{"end_date.far|1|200.00"}},
		{"born later", "date '2023-01-02' as birth_date", []string{"birth_date_start_date.order|1|200.00"}},
		{"born in another age", "date '1180-05-01' as birth_date", []string{"birth_date.range|1|200.00"}},
		{"cancelled, never", "'cancelled' as status", []string{"cancelled_at.given_when|1|200.00"}},
		{"price far too large", "cast(10000000000 as decimal(38,2)) as unit_price", []string{"unit_price.range|1|20000000000.00"}},
		{"price that fits no øre", "cast(10 as decimal(38,2))**30 as unit_price", []string{"unit_price.range|1|0.00"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := open(t)
			e.table("cases", "select * replace ("+tt.replace+") from ("+oneCase+")")
			got, rules := e.broken("cases")
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
			c := load(t, "cases")
			kept := 1
			if slices.ContainsFunc(rules, func(r contract.Rule) bool { return r.Severity == "error" }) {
				kept = 0
			}
			if n := len(e.rows(c.GoodSQL(e.source("cases"), rules))); n != kept {
				t.Errorf("%d rows are kept, want %d", n, kept)
			}
		})
	}
}
