package pipeline_test

import (
	"path/filepath"
	"testing"

	"opdrift/fixtures"
)

// TestYearEndWithoutGrants: a service whose cases are not extracted is estimated from its
// ledger, near to what the same service comes to with its cases, and with an interval.
func TestYearEndWithoutGrants(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 2000, Years: 9}), "extracts")
	const service = "substance_treatment"
	with := runProject(t, extracts, small)
	rewrite(t, filepath.Join(extracts, "cases.parquet"), "from FILE where service <> '"+service+"'")
	p := runProject(t, extracts, small)
	column := func(p *published, column string) float64 {
		return p.number("select cast("+column+" as double) from year_end where level = 'service' and item = $1", service)
	}
	if got, want := column(p, "result"), column(with, "result"); got < .6*want || got > 1.7*want {
		t.Errorf("by its ledger the service comes to %.0f, with its cases to %.0f: want the same kind of number", got, want)
	}
	p.near("delivered is what is booked", column(p, "booked"), column(p, "booked")*.1, "select cast(delivered as double) from year_end where level = 'service' and item = $1", service)
	p.atLeast(1, "from year_end where item = $1 and status = 'ok' and p10 < result and result < p90 and committed = 0 and delivered + expected = result", service)
}
