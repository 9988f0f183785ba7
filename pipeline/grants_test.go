package pipeline_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A grantCase is what a run makes of some grants of one service, by hand. Want lines are
//
//	month 2024-02 age_band days persons priced     of panel_monthly
//	year 2024 age_band days persons full_year_persons     of panel
//	ahead 2025 committed_days committed waiting_granted_grants waiting_granted waiting_applied_grants waiting_applied
//
// and of each table that they name, all rows are wanted; none at all are months wanted none of.
type grantCase struct {
	name, asOf string
	grants     []string
	want       []string
}

// The as-of days: that of the whole extract, and an earlier one.
const (
	late  = "2024-12-31"
	early = "2024-03-31"
)

// A grant of a person born on 10 May 1980 (40-49) is "person from to unit quantity
// unit_price", an empty end written "-"; more follows as name=value.
func grantRow(service, text string, n int) string {
	words := strings.Fields(text)
	values := map[string]string{"birth": "1980-05-10", "status": "running", "decided": "", "registered": words[1], "cancelled": ""}
	for _, w := range words[6:] {
		name, value, _ := strings.Cut(w, "=")
		values[name] = value
	}
	date := func(day string) string {
		if day == "" || day == "-" {
			return "cast(null as date)"
		}
		return "date '" + day + "'"
	}
	return fmt.Sprintf("('%[1]s_%[2]d', '%[1]s_%[3]s', '%[1]s', %[4]s, %[5]s, '%[6]s', %[7]s, %[8]s, %[9]s, '%[10]s', %[11]s, %[12]s, %[13]s)",
		service, n, words[0], date(words[1]), date(words[2]), words[3], words[4], words[5],
		date(values["birth"]), values["status"], date(values["decided"]), date(values["registered"]), date(values["cancelled"]))
}

// writeGrants writes the extracts of a project that has these cases, each a service of its
// own, and a ledger of two years.
func writeGrants(t *testing.T, cases []grantCase) string {
	t.Helper()
	dir := t.TempDir()
	var grants, services []string
	for i, c := range cases {
		service := fmt.Sprintf("s%02d", i)
		services = append(services, "('"+service+"')")
		for n, g := range c.grants {
			grants = append(grants, grantRow(service, g, n))
		}
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, query := range map[string]string{
		"cases": `select case_id, person_key, service, start_date, end_date, unit, cast(quantity as decimal(12, 2)) as quantity,
				cast(unit_price as decimal(18, 2)) as unit_price, birth_date, '999' as paying_municipality, status, decision_date,
				registered_at, cancelled_at
			from (values ` + strings.Join(grants, ",\n") + `) rows(case_id, person_key, service, start_date, end_date, unit, quantity,
				unit_price, birth_date, status, decision_date, registered_at, cancelled_at)`,
		"services": `select service, date '2000-01-01' as valid_from, cast(null as date) as valid_to, service as label_da,
				service as label_en, 'c' as committee, '' as law_paragraph, '' as account_function, '' as target_group,
				'must' as statutory, 0.5::double as minimum_share, 0.8::double as wage_share, '' as refund_scheme,
				0 as age_from, 120 as age_to
			from (values ` + strings.Join(services, ", ") + `) rows(service)`,
		"costs": `select 'p' || month as posting_id, last_day(date '2023-01-01' + to_months(cast(month as integer))) as posting_date,
				'999' as municipality, 's00' as service, 'gross' as kind, cast(1000 as decimal(18, 2)) as amount
			from range(24) months(month)`,
	} {
		if _, err := db.Exec("copy (" + query + ") to '" + filepath.Join(dir, name+".parquet") + "' (format parquet)"); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return dir
}

// grantLines are the queries behind the want lines, by their first word.
var grantLines = map[string]string{
	"month": `select strftime(month, '%Y-%m') || ' ' || age_band || ' ' || days || ' ' || persons || ' ' || priced from panel_monthly
		where service = $1 and (days <> 0 or persons <> 0 or priced <> 0) order by month, age_band`,
	"year": `select year || ' ' || age_band || ' ' || days || ' ' || persons || ' ' || printf('%.6f', full_year_persons) from panel
		where service = $1 and days <> 0 order by year, age_band`,
	"ahead": `select year || ' ' || committed_days || ' ' || committed || ' ' || waiting_granted_grants || ' ' || waiting_granted
			|| ' ' || waiting_applied_grants || ' ' || waiting_applied from commitment
		where service = $1 and (committed <> 0 or waiting_applied_grants <> 0) order by year`,
}

// TestGrantsByHand runs all cases through the whole panel, as of both days, and compares
// each with what was worked out by hand.
func TestGrantsByHand(t *testing.T) {
	cases := slices.Concat(dayCases, ageCases, changeCases, asOfCases, aheadCases)
	if len(cases) < 40 {
		t.Errorf("%d cases, want at least 40", len(cases))
	}
	extracts := writeGrants(t, cases)
	runs := map[string]*published{}
	for _, day := range []string{early, late} {
		runs[day] = runProject(t, extracts, "name: Grants\nas_of: "+day+"\nclosing_months: 0\nhorizon: 2\ndraws: 100\nforecast: {models: [naive]}\n")
		runs[day].none("grants in quarantine", "from quarantine")
	}
	for i, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tables := []string{}
			for _, line := range c.want {
				if table, _, _ := strings.Cut(line, " "); !slices.Contains(tables, table) {
					tables = append(tables, table)
				}
			}
			if len(tables) == 0 {
				tables = []string{"month"}
			}
			var got []string
			for _, table := range tables {
				got = append(got, runs[c.asOf].on(t).lines(table, grantLines[table], fmt.Sprintf("s%02d", i))...)
			}
			if fmt.Sprint(got) != fmt.Sprint(c.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// lines returns the rows of a query of one text column, each after a word.
func (p *published) lines(word, query string, args ...any) []string {
	p.t.Helper()
	rows, err := p.db.Query(query, args...)
	if err != nil {
		p.t.Fatal(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			p.t.Fatal(err)
		}
		out = append(out, word+" "+line)
	}
	if err := rows.Err(); err != nil {
		p.t.Fatal(err)
	}
	return out
}
