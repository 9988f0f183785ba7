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
//	cases 2024-02 age_band grants     of panel_monthly
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

// A grantBook collects grants for the extract cases. Written is "person from to unit quantity
// unit_price", an empty end written "-"; more follows as name=value. Persons are born on 10
// May 1980 (40-49).
type grantBook struct{ services, rows []string }

func (b *grantBook) service(code string) {
	if !slices.Contains(b.services, "('"+code+"')") {
		b.services = append(b.services, "('"+code+"')")
	}
}

func (b *grantBook) add(service, person, text string) {
	b.service(service)
	words := strings.Fields(text)
	values := map[string]string{"birth": "1980-05-10", "status": "running", "decided": "", "registered": words[0], "cancelled": ""}
	for _, w := range words[5:] {
		name, value, _ := strings.Cut(w, "=")
		values[name] = value
	}
	date := func(day string) string {
		if day == "" || day == "-" {
			return "cast(null as date)"
		}
		return "date '" + day + "'"
	}
	b.rows = append(b.rows, fmt.Sprintf("('c%d', '%s', '%s', %s, %s, '%s', %s, %s, %s, '%s', %s, %s, %s)",
		len(b.rows), person, service, date(words[0]), date(words[1]), words[2], words[3], words[4],
		date(values["birth"]), values["status"], date(values["decided"]), date(values["registered"]), date(values["cancelled"])))
}

// write writes the extracts of a project that has these grants, and a ledger of the years
// from one on until 2024. It returns their folder.
func (b *grantBook) write(t *testing.T, from int) string {
	t.Helper()
	dir := t.TempDir()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for name, query := range map[string]string{
		"cases": `select case_id, person_key, service, start_date, end_date, unit, cast(quantity as decimal(12, 2)) as quantity,
				cast(unit_price as decimal(18, 2)) as unit_price, birth_date, '999' as paying_municipality, status, decision_date,
				registered_at, cancelled_at
			from (values ` + strings.Join(b.rows, ",\n") + `) rows(case_id, person_key, service, start_date, end_date, unit, quantity,
				unit_price, birth_date, status, decision_date, registered_at, cancelled_at)`,
		"services": `select service, date '2000-01-01' as valid_from, cast(null as date) as valid_to, service as label_da,
				service as label_en, 'c' as committee, '' as law_paragraph, '' as account_function, '' as target_group,
				'must' as statutory, 0.5::double as minimum_share, 0.8::double as wage_share, '' as refund_scheme,
				0 as age_from, 120 as age_to
			from (values ` + strings.Join(b.services, ", ") + `) rows(service)`,
		"costs": fmt.Sprintf(`select 'p' || month as posting_id, last_day(date '%d-01-01' + to_months(cast(month as integer))) as posting_date,
				'999' as municipality, (select min(service) from (values %s) rows(service)) as service, 'gross' as kind,
				cast(1000 as decimal(18, 2)) as amount
			from range(%d) months(month)`, from, strings.Join(b.services, ", "), 12*(2025-from)),
	} {
		if _, err := db.Exec("copy (" + query + ") to '" + filepath.Join(dir, name+".parquet") + "' (format parquet)"); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return dir
}

// byHand is a configuration that runs grants in a second.
const byHand = "name: Grants\nclosing_months: 0\nhorizon: 2\ndraws: 100\nforecast: {models: [naive]}\nfreshness: {max_days: off}\nreconciliation: {limit: off}\n"

// grantLines are the queries behind the want lines, by their first word.
var grantLines = map[string]string{
	"month": `select strftime(month, '%Y-%m') || ' ' || age_band || ' ' || days || ' ' || persons || ' ' || priced from panel_monthly
		where service = $1 and (days <> 0 or persons <> 0 or priced <> 0) order by month, age_band`,
	"cases": `select strftime(month, '%Y-%m') || ' ' || age_band || ' ' || cases from panel_monthly
		where service = $1 and (days <> 0 or cases <> 0) order by month, age_band`,
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
	var book grantBook
	for i, c := range cases { // each a service of its own
		for _, g := range c.grants {
			person, grant, _ := strings.Cut(g, " ")
			book.add(fmt.Sprintf("s%02d", i), fmt.Sprintf("%d_%s", i, person), grant)
		}
	}
	extracts := book.write(t, 2023)
	runs := map[string]*published{}
	for _, day := range []string{early, late} {
		runs[day] = runProject(t, extracts, byHand+"as_of: "+day+"\n")
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
