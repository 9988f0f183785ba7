package pipeline_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"opdrift/fixtures"
	"opdrift/pipeline"
)

// coded writes the municipality as one whose codes change with the law: what was granted
// and booked of the children's services before 1 January 2024 has a code of its own, and
// that code's versions end the day before.
func coded(superseded string) map[string]string {
	children := "service in ('foster_care', 'residential_child', 'aftercare', 'lost_earnings')"
	return map[string]string{
		"services": `select case when ` + children + ` and valid_to = date '2023-12-31' then service || '_sel' else service end as service,
			* exclude (service), case when ` + children + ` and valid_to = date '2023-12-31' then ` + superseded + ` end as superseded_by from {services}`,
		"cases":       `select * replace (case when ` + children + ` and start_date < date '2024-01-01' then service || '_sel' else service end as service) from {cases}`,
		"account_map": `select * replace (case when ` + children + ` and year < 2024 then service || '_sel' else service end as service) from {account_map}`,
	}
}

// TestSeriesDoNotBreak: a municipality whose service codes change with the law on
// 1 January 2024 has, to the øre and the day, the tables of one whose codes do not, when
// the catalogue says which code carries on which.
func TestSeriesDoNotBreak(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 5, Persons: 800, Years: 6}), "extracts")
	plain := runProject(t, extracts, small)
	for _, service := range []string{"foster_care", "lost_earnings"} {
		for _, year := range []int{2023, 2024} { // the plain series goes on: the law is in no key
			plain.atLeast(1, fmt.Sprintf("from panel where service = '%s' and year = %d and days > 0", service, year))
		}
	}
	p := runProject(t, rewritten(t, extracts, coded("service")), small)
	for _, table := range plain.Tables {
		if table.Name == "quality" || table.Name == "catalogue" || table.Name == "coverage" {
			continue // of the extracts as they are, with the codes they have
		}
		name := table.Name
		p.view("plain_"+name, filepath.Join(plain.Folder, "restricted", name+".parquet"))
		rows := func(of string) string { return "select * exclude (run_id) from " + of }
		p.none(name, "("+rows(name)+" except all "+rows("plain_"+name)+") union all by name ("+rows("plain_"+name)+" except all "+rows(name)+")")
	}
	p.none("rows of superseded codes", "from panel where service like '%_sel'")
	p.atLeast(1, "from catalogue where service = 'foster_care_sel' and superseded_by = 'foster_care' and valid_to = date '2023-12-31' and current")
	p.atLeast(1, "from refusion where service = 'lost_earnings' and scheme = 'half' and year = 2023 and by_rule < 0")
	p.none("hints where codes are carried on", "from coverage where subject like 'series of %'")
}

// TestSeriesThatBreakAreNamed: without superseded_by the codes are two series, and
// coverage says so where the crosswalk of the law leads from one to the other.
func TestSeriesThatBreakAreNamed(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 5, Persons: 600, Years: 5}), "extracts")
	p := runProject(t, rewritten(t, extracts, coded("cast(null as varchar)")), small)
	p.atLeast(1, "from panel where service = 'foster_care_sel'")
	p.atLeast(1, `from coverage where extract = 'services' and subject = 'series of foster_care_sel' and status = 'assumed'
		and detail like 'foster_care_sel ends on 2023-12-31 by SEL § 66, stk. 1, nr. 1, and foster_care, residential_child begins the next day%give superseded_by%'
		and detail_da like 'foster_care_sel slutter den 2023-12-31 efter SEL § 66%udfyld superseded_by%'`)
	p.atLeast(1, "from coverage where subject = 'series of lost_earnings_sel' and detail like '% and lost_earnings begins%'")
	p.none("services that go on", "from coverage where subject in ('series of foster_care', 'series of supported_living')")
}

// TestSupersededFaults: a code that is carried on by two, by one in a circle, by none that
// exists, or before it ends, stops the run with the code and what is wanted.
func TestSupersededFaults(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 5, Persons: 50, Years: 3}), "extracts")
	for want, by := range map[string]string{
		"superseded_by is found in services": "case when service = 'aftercare' then 'nobody' end",
		"superseded_by is another service":   "case when service = 'aftercare' then 'aftercare' end",
		`superseded_by of "supported_living" is "residential_long", but a version of it has no valid_to`: "case when service = 'supported_living' then 'residential_long' end",
		`superseded_by of "day_project" is both "shelter" and "supported_living"`:                        "case when service = 'day_project' and copy = 1 then 'shelter' when service = 'day_project' then 'supported_living' end",
		`superseded_by of "day_project" goes in a circle`:                                                "case when service = 'day_project' then 'shelter' when service = 'shelter' then 'day_project' end",
	} {
		query := "select * exclude (copy) replace (case when copy = 2 then date '1990-01-01' else valid_from end as valid_from, case when copy = 2 then date '1998-06-30' else valid_to end as valid_to), " +
			by + " as superseded_by from {services} cross join (values (1), (2)) c(copy) where copy = 1 or service = 'day_project'"
		_, err := tryProject(t, rewritten(t, extracts, map[string]string{"services": query}), small)
		var bad *pipeline.InputError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want an InputError with %q", err, want)
		}
	}
}
