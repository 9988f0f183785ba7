package pipeline_test

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opdrift/fixtures"
	"opdrift/pipeline"
)

// An adjusted project is one run without adjustments, and what rows of them are
// written from.
type adjusted struct {
	extracts string
	plain    *published
	asOf     string // the run's day
	last     int    // last complete year; two are forecast after it
	service  string // the dearest
}

func newAdjusted(t *testing.T) adjusted {
	t.Helper()
	a := adjusted{extracts: filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 400, Years: 9}), "extracts")}
	a.plain = runProject(t, a.extracts, small)
	a.asOf = a.plain.RunID[:len("2025-06-30")]
	a.last = int(a.plain.number("select max(year) from panel"))
	if err := a.plain.db.QueryRow("select service from panel group by service order by sum(gross) desc limit 1").Scan(&a.service); err != nil {
		t.Fatal(err)
	}
	return a
}

// write writes the extract adjustments into a folder: rows are SQL values of service,
// year, amount, author, reason, expires_on.
func (a adjusted) write(t *testing.T, dir string, rows ...string) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(fmt.Sprintf(`copy (
		select service, cast(year as bigint) as year, cast(amount as decimal(18, 2)) as amount, author, reason,
			cast(expires_on as date) as expires_on
		from (values %s) rows(service, year, amount, author, reason, expires_on)
	) to '%s' (format parquet)`, strings.Join(rows, ", "), filepath.Join(dir, "adjustments.parquet")))
	if err != nil {
		t.Fatal(err)
	}
}

// row is one row for write, of the dearest service and a year counted from the last
// complete one; expires is SQL.
func (a adjusted) row(year int, amount, author, reason, expires string) string {
	return fmt.Sprintf("('%s', %d, %s, '%s', '%s', %s)", a.service, a.last+year, amount, author, reason, expires)
}

// beside returns a folder with the extracts of a run and room for another.
func (a adjusted) beside(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files, err := filepath.Glob(filepath.Join(a.extracts, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.Link(f, filepath.Join(dir, filepath.Base(f))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestAdjustments runs a municipality without and with manual corrections: each has
// the status that its year and its last day give it, they add up to the øre, and no
// other table knows of them.
func TestAdjustments(t *testing.T) {
	a := newAdjusted(t)
	a.plain.none("adjustments without the extract", "from adjustment")
	a.plain.none("coverage of what leaves nothing out", "from coverage where extract = 'adjustments'")
	dir := a.beside(t)
	day := func(days int) string { return fmt.Sprintf("date '%s' + %d", a.asOf, days) }
	yearEnd := func(year, days int) string { return fmt.Sprintf("date '%d-12-31' + %d", a.last+year, days) }
	a.write(t, dir,
		a.row(1, "2100000.10", "a", "last day", day(0)),
		a.row(1, "-300000.05", "a", "another of the same author", "date '9999-12-31'"),
		a.row(1, "7.00", "b", "a day late", day(-1)),
		a.row(2, "-100000000", "b", "last forecast year, below zero", day(1)),
		a.row(3, "1", "b", "beyond", day(400)),
		a.row(0, "1000.01", "a", "past", day(0)),
		a.row(0, "-50.02", "b", "past, to the last day before", yearEnd(-1, 0)),
		a.row(0, "90000", "c", "past, expired before", yearEnd(-1, -1)),
		a.row(-8, "1", "a", "no forecast", day(0)),
		a.row(-30, "1", "a", "no actual", day(0)))
	p := runProject(t, dir, small)
	for reason, want := range map[string]string{
		"last day": "applied", "another of the same author": "applied", "a day late": "expired",
		"last forecast year, below zero": "applied", "beyond": "outside", "past": "past ok",
		"past, to the last day before": "past ok", "past, expired before": "past expired",
		"no forecast": "past no_forecast", "no actual": "past no_actual",
	} {
		var got string
		if err := p.db.QueryRow("select concat_ws(' ', status, score_status) from adjustment where reason = $1", reason).Scan(&got); err != nil || got != want {
			t.Errorf("%s: %q, want %q (%v)", reason, got, want, err)
		}
	}
	checkAdjustments(p)
	checkOthersSame(t, a.plain, p)
	for lang, want := range map[string]string{
		"da": fmt.Sprintf("Manuelle korrektioner, ikke regnet med i de øvrige tal: 3 for %d-%d, +2,1 mio. kr. og -100,3 mio. kr.", a.last+1, a.last+2),
		"en": fmt.Sprintf("Manual adjustments, not in the other figures: 3 for %d-%d, +2.1 million DKK and -100.3 million DKK.", a.last+1, a.last+2),
	} {
		plain, lines := a.plain.Headline.Lines(lang), p.Headline.Lines(lang)
		if len(lines) != len(plain)+1 || lines[1] != want || strings.Join(append(lines[:1:1], lines[2:]...), "\n") != strings.Join(plain, "\n") {
			t.Errorf("headline\n%s\nwant one sentence more than without,\n%s", strings.Join(lines, "\n"), want)
		}
	}
}

// checkAdjustments reckons the table again from the published ones.
func checkAdjustments(p *published) {
	p.t.Helper()
	p.none("forecasts that are not the published ones", `
		select adjustment.* from adjustment left join forecast_total f
			on f.level = 'service' and f.item = adjustment.service and f.year = adjustment.year and measure = 'gross' and price_basis = 'current'
		where adjustment.status in ('applied', 'expired') and unadjusted is distinct from f.mean`)
	p.none("sums of what counts", `
		select * from (
			select *, coalesce(sum(amount) filter (
				where status = 'applied' or status = 'past' and expires_on >= make_date(origin, 12, 31)
			) over (partition by service, year), 0) as want from adjustment
		) where unadjusted is not null and (counted <> want or counted is null)`)
	p.none("adjusted", "from adjustment where adjusted is distinct from unadjusted + counted")
	p.none("amounts where nothing is known", `
		from adjustment where (unadjusted is null) <> (status = 'outside' or coalesce(score_status in ('no_forecast', 'no_actual'), false))
			or (actual is null) <> (status <> 'past' or score_status = 'no_actual')`)
	p.none("errors", `
		from adjustment where unadjusted_error is distinct from actual - unadjusted or adjusted_error is distinct from actual - adjusted
			or alone_error is distinct from case when score_status <> 'expired' then actual - unadjusted - amount end
			or improved is distinct from case when score_status <> 'expired' then abs(adjusted_error) < abs(unadjusted_error) end
			or improved_alone is distinct from (abs(alone_error) < abs(unadjusted_error))`)
	p.none("actual cost", `
		select * from adjustment where actual is distinct from
			case when status = 'past' then (select sum(gross) from panel where panel.service = adjustment.service and panel.year = adjustment.year) end`)
	p.none("origins", "from adjustment where (origin is null) <> (unadjusted_error is null) or origin <> year - horizon or horizon <> 1")
	p.atLeast(3, "from adjustment where unadjusted_error is not null")
	checkPastForecasts(p)
}

// checkPastForecasts puts the forecasts of past years together again from backtest and
// panel, where volume and unit cost have four decimals: hence a relative tolerance.
func checkPastForecasts(p *published) {
	p.t.Helper()
	p.none("forecasts of the past that are not those of the backtest", `
		with weighed as (
			select service, age_band, year, gross, gross_fixed, full_year_persons as volume,
				case when year % 4 = 0 then 366 else 365 end / 365 as length
			from panel
		), recent as (
			select service, age_band, sum(volume * length) as volume, sum(gross_fixed) as gross
			from weighed where year > (select max(year) from panel) - 3 group by all
			having sum(volume) > 0 and sum(gross_fixed) > 0
		), relative as (
			select service, age_band, gross / volume / (sum(gross) over s / sum(volume) over s) as relative
			from recent window s as (partition by service)
		), said as (
			from backtest where model = 'selected'
		), parts as (
			select service, v.age_band, origin, horizon, v.forecast * u.forecast * relative as fixed, true as unit
			from said v join said u using (municipality, service, origin, horizon) join relative using (service)
			where v.kind = 'volume' and u.kind = 'unit_cost' and v.age_band = relative.age_band
			union all by name
			select service, age_band, origin, horizon, forecast as fixed, false as unit from said where kind = 'spending'
		)
		select a.service, a.year, a.unadjusted, reason, sum(case when unit then fixed * y.length else fixed end) * y.nominal as want
		from adjustment a
		join (from parts) parts using (service, origin, horizon)
		join (
			select year, any_value(length) as length, sum(gross) / sum(gross_fixed) as nominal from weighed group by year
		) y on a.year = y.year
		where a.status = 'past'
		group by a.service, a.year, a.unadjusted, reason, y.nominal
		having not (abs(want - a.unadjusted) <= 1e-4 * abs(want))`)
}

// checkOthersSame: every other table has the same rows in the same order, apart from
// the run's id. The rules of the extract are rows of quality, of course.
func checkOthersSame(t *testing.T, plain, p *published) {
	t.Helper()
	for _, table := range plain.Tables {
		if table.Name == "adjustment" {
			continue
		}
		name := table.Name
		p.view("plain_"+name, filepath.Join(plain.Folder, "restricted", name+".parquet"))
		rows := func(of string) string { return "select row_number() over () as place, * exclude (run_id) from " + of }
		if name == "quality" {
			rows = func(of string) string {
				return "select * exclude (run_id) from " + of + " where extract <> 'adjustments'"
			}
		}
		p.none(name+" with adjustments", "("+rows(name)+" except all "+rows("plain_"+name)+") union all by name ("+rows("plain_"+name)+" except all "+rows(name)+")")
	}
	if p.RunID == plain.RunID {
		t.Errorf("run id %s with and without adjustments: they are an input", p.RunID)
	}
}

// TestUnknownAdjustment: a service that the catalogue does not have stops the run, and
// so does one correction that comes twice.
func TestUnknownAdjustment(t *testing.T) {
	a := adjusted{extracts: filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 50, Years: 3}), "extracts"), last: 2024}
	for want, service := range map[string]string{"service is found in services": "no_such", "found once": "supported_living"} {
		dir := a.beside(t)
		a.service = service
		one := a.row(1, "1", "a", "secret reason", "date '2030-01-01'")
		a.write(t, dir, one, one)
		_, err := tryProject(t, dir, small)
		var bad *pipeline.InputError
		if !errors.As(err, &bad) || !strings.Contains(err.Error(), "adjustments") {
			t.Errorf("%s: error %v, want an InputError that names the extract", want, err)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error prints the row: %v", want, err)
		}
	}
}
