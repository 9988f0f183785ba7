package pipeline_test

import (
	"database/sql"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opdrift/fixtures"
)

// TestShortHistory: of a municipality whose cases and ledger reach back four years,
// volumes have the interval of their stock and flow, alone and in total, since nothing
// could be forecast in the past; unit costs and money have none, and say so.
func TestShortHistory(t *testing.T) {
	dir := town(t, fixtures.Options{Seed: 3, Persons: 3000})
	reachBack(t, dir, 4)
	run := runWith(t, dir, "auto")
	type kind struct{ table, money, status, interval string }
	got := map[kind]int{}
	ask(t, `
		with rows as (
			select 'forecast' as part, measure, status, model, mean, p2_5, p10, p90, p97_5 from read_parquet($1)
			union all
			select 'total', measure, status, 'cohort × naive', mean, p2_5, p10, p90, p97_5 from read_parquet($2) where level = 'all'
		)
		select
			part,
			case when measure = 'full_year_persons' then 'volume' else 'money' end,
			status,
			case
				when p10 is null and p97_5 is null then 'none'
				when p2_5 <= p10 and p10 < mean and mean < p90 and p90 <= p97_5 and model = 'cohort × naive' then 'about the mean'
				else 'other'
			end,
			count(*)
		from rows
		where measure in ('full_year_persons', 'unit_cost', 'gross') and mean > 5
		group by all`, []any{run + "/forecast.parquet", run + "/forecast_total.parquet"}, func(rows *sql.Rows) error {
		var k kind
		var n int
		if err := rows.Scan(&k.table, &k.money, &k.status, &k.interval, &n); err != nil {
			return err
		}
		got[k] = n
		return nil
	})
	for k := range got {
		got[k] = min(1, got[k]) // how many is chance
	}
	want := map[kind]int{
		{"forecast", "volume", "posterior", "about the mean"}: 1,
		{"forecast", "money", "no_evidence", "none"}:          1,
		{"total", "volume", "posterior", "about the mean"}:    1,
		{"total", "money", "no_evidence", "none"}:             1,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
