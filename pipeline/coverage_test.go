package pipeline_test

import (
	"cmp"
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"io"
	"log/slog"
	"math"
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

// TestCoverage reports how often the published intervals hold what the synthetic
// municipality's law lets happen: for each of COVERAGE_SEEDS municipalities, from seed
// COVERAGE_FIRST (1) on, the share
// of COVERAGE_FUTURES continuations (200) from the same state inside the interval, for
// series (service and age band) and for totals, by horizon; the weighted interval score
// over that of a run in which naive is the only model; and the skill of demography
// against flat3. COVERAGE_SWITCHES (name=value, with commas) are the generator's,
// COVERAGE_MODELS those of the run (auto): few are enough where only skill is asked, and
// COVERAGE_YEARS (11) the newest complete years that its ledger and its cases reach back. Seeds
// that are not begun within COVERAGE_MINUTES are left out. The
// standard error is that of the mean over seeds, since the seed is the unit. It only
// reports: goals for coverage belong to the forecasts' own benchmark.
func TestCoverage(t *testing.T) {
	seeds, _ := strconv.Atoi(os.Getenv("COVERAGE_SEEDS"))
	first, _ := strconv.Atoi(cmp.Or(os.Getenv("COVERAGE_FIRST"), "1"))
	if seeds == 0 {
		t.Skip("a benchmark: run make bench-coverage")
	}
	futures, err := strconv.Atoi(cmp.Or(os.Getenv("COVERAGE_FUTURES"), "200"))
	if err != nil {
		t.Fatal(err)
	}
	models := strings.ReplaceAll(cmp.Or(os.Getenv("COVERAGE_MODELS"), "auto"), ",", ", ")
	switches := map[string]string{}
	for _, s := range strings.Split(os.Getenv("COVERAGE_SWITCHES"), ",") {
		if name, value, ok := strings.Cut(s, "="); ok {
			switches[name] = value
		}
	}
	minutes, err := strconv.ParseFloat(cmp.Or(os.Getenv("COVERAGE_MINUTES"), "+Inf"), 64)
	if err != nil {
		t.Fatal(err)
	}
	years, err := strconv.Atoi(cmp.Or(os.Getenv("COVERAGE_YEARS"), "11"))
	if err != nil {
		t.Fatal(err)
	}
	sums, done, begun := tallies{}, 0, time.Now()
	var held sync.Mutex
	t.Run("seeds", func(t *testing.T) {
		for seed := range seeds {
			t.Run(strconv.Itoa(first+seed), func(t *testing.T) {
				t.Parallel()
				if time.Since(begun).Minutes() > minutes {
					t.Skip("not begun in time")
				}
				project := filepath.Join(t.TempDir(), "town")
				if _, err := fixtures.Generate(project, fixtures.Options{Seed: uint64(first + seed), Continuations: futures, Switches: switches}); err != nil {
					t.Fatal(err)
				}
				if years < 11 {
					reachBack(t, project, years)
				}
				ours, naive := runWith(t, project, models), runWith(t, project, "naive")
				mine, other, skills := scored(t, project, ours), scored(t, project, naive), demographySkill(t, ours)
				held.Lock()
				defer held.Unlock()
				done++
				sums.add(mine, other)
				for who, skill := range skills {
					sums.of("skill " + who).add(skill)
				}
				t.Log(reconciledBy(t, ours))
			})
		}
	})
	fmt.Printf("coverage of %d of %d seeds, %d continuations each, %d years; standard error by seed; switches %v\n", done, seeds, futures, years, switches)
	sums.print()
	for _, key := range coverageKeys() {
		if n := sums.of(key.String() + " error").n; n != done {
			t.Errorf("%s: %d seeds have a forecast, want %d", key, n, done)
		}
		if n := sums.of(key.String() + " 80").n; n != done && years >= 6 { // fewer leave no error to learn from
			t.Errorf("%s: %d seeds have a coverage, want %d", key, n, done)
		}
	}
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

// demographySkill is 1 less demography's mean absolute error over flat3's in the
// backtest of volume, for the oldest and for everybody.
func demographySkill(t *testing.T, run string) map[string]float64 {
	t.Helper()
	out := map[string]float64{}
	ask(t, `
		with error as (
			select d.age_band, abs(d.actual - d.forecast) as demography, abs(f.actual - f.forecast) as flat3
			from read_parquet($1) d join read_parquet($1) f
			using (kind, municipality, service, age_band, origin, horizon)
			where d.kind = 'volume' and d.model = 'demography' and f.model = 'flat3'
		)
		select 'all ages', coalesce(1 - sum(demography) / sum(flat3), 'nan') from error
		union all
		select '67+', coalesce(1 - sum(demography) / sum(flat3), 'nan') from error where age_band in ('67-74', '75-84', '85+')`,
		[]any{filepath.Join(run, "backtest.parquet")}, func(rows *sql.Rows) error {
			var who string
			var skill float64
			if err := rows.Scan(&who, &skill); err != nil {
				return err
			}
			out[who] = skill
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

// tallies are means over seeds, by name.
type tallies map[string]*tally

func (ts tallies) of(name string) *tally {
	if ts[name] == nil {
		ts[name] = &tally{}
	}
	return ts[name]
}

// add takes up one seed.
func (ts tallies) add(ours, naive map[coverageKey]intervalScore) {
	for _, key := range coverageKeys() {
		if s, ok := ours[key]; ok {
			ts.of(key.String() + " 80").add(s.in80)
			ts.of(key.String() + " 95").add(s.in95)
			ts.of(key.String()+" wis").addRatio(s.wis, naive[key].wis)
			ts.of(key.String()+" error").addRatio(s.error, naive[key].error)
		}
	}
}

func (ts tallies) print() {
	fmt.Printf("%-10s %-18s %-8s %14s %14s %22s %22s\n", "level", "measure", "horizon", "80 %", "95 %", "WIS / naive's, %", "error / naive's, %")
	for _, key := range coverageKeys() {
		name := key.String()
		fmt.Printf("%-10s %-18s %-8d %14s %14s %22s %22s\n", key.level, key.measure, key.horizon, ts.of(name+" 80"), ts.of(name+" 95"), ts.of(name+" wis"), ts.of(name+" error"))
	}
	for _, who := range []string{"all ages", "67+"} {
		low, high := ts.of("skill " + who).interval()
		fmt.Printf("skill of demography against flat3, %s: %s %%, 95 %% interval %.1f to %.1f\n", who, ts.of("skill "+who), 100*low, 100*high)
	}
}

// A tally is the ratio of two sums over seeds with its standard error; a mean is one
// whose lower sum counts seeds. The mean of ratios would favour what stands below.
type tally struct {
	n                    int
	above, below         float64
	squares, lower, both float64
}

func (t *tally) add(v float64) { t.addRatio(v, 1) }

func (t *tally) addRatio(a, b float64) {
	if math.IsNaN(a) || math.IsNaN(b) { // no interval
		return
	}
	t.n, t.above, t.below = t.n+1, t.above+a, t.below+b
	t.squares, t.lower, t.both = t.squares+a*a, t.lower+b*b, t.both+a*b
}

func (t *tally) mean() float64 { return t.above / t.below }

// se is that of a ratio R = Σa/Σb by its linearisation, √(n/(n−1) Σ(a − R b)²)/Σb: the
// usual one where b is 1. It is NaN with one seed.
func (t *tally) se() float64 {
	n, m := float64(t.n), t.mean()
	if t.n < 2 {
		return math.NaN()
	}
	return math.Sqrt(max(0, t.squares-2*m*t.both+m*m*t.lower)*n/(n-1)) / t.below
}

// interval is two standard errors on each side.
func (t *tally) interval() (low, high float64) { return t.mean() - 2*t.se(), t.mean() + 2*t.se() }

func (t *tally) String() string { return fmt.Sprintf("%5.1f ± %.1f", 100*t.mean(), 100*t.se()) }
