package pipeline_test

import (
	"cmp"
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"opdrift/fixtures"
	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

// A coverageRun is what TestCoverage is asked to do, by the environment.
type coverageRun struct {
	seeds, first, futures, years int
	minutes                      float64
	models                       string
	switches                     map[string]string
}

// asked reads COVERAGE_SEEDS municipalities from seed COVERAGE_FIRST (1) on, and
// COVERAGE_FUTURES continuations (200) of each, 0 for the skill of demography alone;
// COVERAGE_SWITCHES (name=value, with commas) are the generator's, COVERAGE_MODELS those of
// the run (auto): few are enough where only skill is asked; COVERAGE_YEARS (all)
// are the newest complete years that ledger and cases reach back. Seeds that are not begun
// within COVERAGE_MINUTES are left out.
func asked(t *testing.T) coverageRun {
	t.Helper()
	number := func(name, otherwise string) float64 {
		v, err := strconv.ParseFloat(cmp.Or(os.Getenv(name), otherwise), 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	run := coverageRun{
		seeds: int(number("COVERAGE_SEEDS", "0")), first: int(number("COVERAGE_FIRST", "1")),
		futures: int(number("COVERAGE_FUTURES", "200")), years: int(number("COVERAGE_YEARS", strconv.Itoa(fixtures.DefaultOptions().Years))), minutes: number("COVERAGE_MINUTES", "+Inf"),
		models: strings.ReplaceAll(cmp.Or(os.Getenv("COVERAGE_MODELS"), "auto"), ",", ", "), switches: map[string]string{},
	}
	for _, s := range strings.Split(os.Getenv("COVERAGE_SWITCHES"), ",") {
		if name, value, ok := strings.Cut(s, "="); ok {
			run.switches[name] = value
		}
	}
	return run
}

// TestCoverage reports how often the published intervals hold what the synthetic
// municipality's law lets happen: for each municipality that is asked for, the share of
// continuations from the same state inside the interval, for series (service and age band)
// and for totals, by horizon; the weighted interval score and the error of the mean over
// those of a run in which naive is the only model; and the skill of demography against
// flat3. The standard error is that of the mean over seeds, since the seed is the unit. It
// only reports: goals for coverage belong to the forecasts' own benchmark.
func TestCoverage(t *testing.T) {
	run := asked(t)
	if run.seeds == 0 {
		t.Skip("a benchmark: run make bench-coverage")
	}
	sums, done, begun := tallies{}, 0, time.Now()
	var held sync.Mutex
	t.Run("seeds", func(t *testing.T) {
		for seed := run.first; seed < run.first+run.seeds; seed++ {
			t.Run(strconv.Itoa(seed), func(t *testing.T) {
				t.Parallel()
				if time.Since(begun).Minutes() > run.minutes {
					t.Skip("not begun in time")
				}
				one := run.seed(t, seed)
				held.Lock()
				defer held.Unlock()
				done++
				sums.take(one)
			})
		}
	})
	fmt.Printf("coverage of %d of %d seeds, %d continuations each, %d years; standard error by seed; switches %v\n", done, run.seeds, run.futures, run.years, run.switches)
	sums.print(run.futures > 0)
	for _, key := range coverageKeys() {
		if n := sums.of(key.String() + " error").n; n != done && run.futures > 0 {
			t.Errorf("%s: %d seeds have a forecast, want %d", key, n, done)
		}
		if n := sums.of(key.String() + " 80").n; n != done && run.futures > 0 && run.years >= 6 { // fewer leave no error to learn from
			t.Errorf("%s: %d seeds have a coverage, want %d", key, n, done)
		}
	}
}

// A coverageSeed is what one municipality says.
type coverageSeed struct {
	ours, naive map[coverageKey]intervalScore
	skill       map[string][2]float64 // error of demography and of flat3
}

func (run coverageRun) seed(t *testing.T, seed int) (out coverageSeed) {
	project := filepath.Join(t.TempDir(), "town")
	if _, err := fixtures.Generate(project, fixtures.Options{Seed: uint64(seed), Continuations: run.futures, Switches: run.switches}); err != nil {
		t.Fatal(err)
	}
	if run.years < fixtures.DefaultOptions().Years {
		reachBack(t, project, run.years)
	}
	ours := runWith(t, project, run.models)
	out.skill = demographyErrors(t, ours)
	t.Log(reconciledBy(t, ours))
	if run.futures > 0 {
		out.ours, out.naive = scored(t, project, ours), scored(t, project, runWith(t, project, "naive"))
	}
	return out
}

// reachBack leaves postings of the newest years, and the grants that were not over before
// them, with their true first days.
func reachBack(t *testing.T, project string, years int) {
	t.Helper()
	first := fmt.Sprintf("date '%d-01-01'", 2025-years)
	rewrite(t, filepath.Join(project, "extracts", "costs.parquet"), "select * from FILE where posting_date >= "+first)
	rewrite(t, filepath.Join(project, "extracts", "cases.parquet"), "select * from FILE where end_date is null or end_date >= "+first)
}

// runWith returns the folder of a run with a list of models.
func runWith(t *testing.T, project, models string) string {
	t.Helper()
	cfg, err := config.Read(project, []byte("name: Eksempelby\nforecast:\n  models: ["+models+"]\n"), nil, nil, pipeline.Allowed())
	if err != nil {
		t.Fatal(err)
	}
	result, err := pipeline.Run(context.Background(), cfg, pipeline.Options{
		Version: "coverage", Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(result.Folder, "restricted")
}

// A coverageKey is one line of the report.
type coverageKey struct {
	level, measure string
	horizon        int
}

func (k coverageKey) String() string { return fmt.Sprintf("%s %s %d", k.level, k.measure, k.horizon) }

func coverageKeys() []coverageKey {
	var out []coverageKey
	for _, level := range []string{"series", "service", "committee", "all"} {
		for _, measure := range coverageMeasures(level) {
			for h := range 5 {
				out = append(out, coverageKey{level, measure, h + 1})
			}
		}
	}
	return out
}

// coverageMeasures: money that is booked without a person has no ages, so refund and net
// are scored from services up.
func coverageMeasures(level string) []string {
	measures := []string{"full_year_persons", "gross"}
	if level != "series" {
		measures = append(measures, "refund", "net")
	}
	return measures
}

// An intervalScore is a mean over the items of a level.
type intervalScore struct{ in80, in95, wis, error float64 }

//go:embed testdata/coverage.sql
var coverageSQL string

// scored holds the intervals of one run against the continuations.
func scored(t *testing.T, project, run string) map[coverageKey]intervalScore {
	t.Helper()
	out := map[coverageKey]intervalScore{}
	ask(t, coverageSQL, []any{
		filepath.Join(project, "truth", "future.parquet"), filepath.Join(project, "extracts", "services.parquet"),
		filepath.Join(run, "forecast.parquet"), filepath.Join(run, "forecast_total.parquet"),
	}, func(rows *sql.Rows) error {
		var k coverageKey
		var s intervalScore
		if err := rows.Scan(&k.level, &k.measure, &k.horizon, &s.in80, &s.in95, &s.wis, &s.error); err != nil {
			return err
		}
		out[k] = s
		return nil
	})
	return out
}

// demographyErrors are the summed absolute errors of demography and of flat3 in the backtest
// of volume, for the oldest and for everybody; none where there is no backtest.
func demographyErrors(t *testing.T, run string) map[string][2]float64 {
	t.Helper()
	out := map[string][2]float64{}
	ask(t, `
		with error as (
			select d.age_band, abs(d.actual - d.forecast) as demography, abs(f.actual - f.forecast) as flat3
			from read_parquet($1) d join read_parquet($1) f
			using (kind, municipality, service, age_band, origin, horizon)
			where d.kind = 'volume' and d.model = 'demography' and f.model = 'flat3'
		)
		select 'all ages', sum(demography), sum(flat3) from error having count(*) > 0
		union all
		select '67+', sum(demography), sum(flat3) from error where age_band in ('67-74', '75-84', '85+') having count(*) > 0`,
		[]any{filepath.Join(run, "backtest.parquet")}, func(rows *sql.Rows) error {
			var who string
			var errors [2]float64
			if err := rows.Scan(&who, &errors[0], &errors[1]); err != nil {
				return err
			}
			out[who] = errors
			return nil
		})
	return out
}

// reconciledBy says how volumes were made to agree with their sums.
func reconciledBy(t *testing.T, run string) string {
	t.Helper()
	var out []string
	ask(t, `select model, mase, chosen from read_parquet($1) where series_group = 'hierarchy' order by mase`,
		[]any{filepath.Join(run, "backtest_score.parquet")}, func(rows *sql.Rows) error {
			var model string
			var mase float64
			var chosen bool
			if err := rows.Scan(&model, &mase, &chosen); err != nil {
				return err
			}
			mark := ""
			if chosen {
				mark = " (chosen)"
			}
			out = append(out, fmt.Sprintf("%s %.3f%s", model, mase, mark))
			return nil
		})
	return strings.Join(out, ", ")
}

// ask reads the rows of a query on an empty database.
func ask(t *testing.T, query string, args []any, row func(*sql.Rows) error) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			t.Fatal(err)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}
