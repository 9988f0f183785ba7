package pipeline_test

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"opdrift/fixtures"
	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

// TestCoverage reports how often the published intervals hold what the synthetic
// municipality's law lets happen: for each of COVERAGE_SEEDS municipalities, the
// share of 200 continuations from the same state inside the interval, for series
// (service and age band) and for totals, by horizon. The standard error is that
// of the mean over seeds, since the seed is the unit. It only reports: goals for
// coverage belong to the forecasts' own benchmark.
func TestCoverage(t *testing.T) {
	seeds, _ := strconv.Atoi(os.Getenv("COVERAGE_SEEDS"))
	if seeds == 0 {
		t.Skip("a benchmark: run make bench-coverage")
	}
	sums := map[coverageKey]*tally{}
	for seed := range seeds {
		dir := t.TempDir()
		project := filepath.Join(dir, "town")
		if _, err := fixtures.Generate(project, fixtures.Options{Seed: uint64(seed + 1), Continuations: 200}); err != nil {
			t.Fatal(err)
		}
		cfg, err := config.Read(project, []byte("name: Eksempelby\n"), nil, nil, pipeline.Allowed())
		if err != nil {
			t.Fatal(err)
		}
		result, err := pipeline.Run(context.Background(), cfg, pipeline.Options{
			Version: "coverage", Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
		})
		if err != nil {
			t.Fatal(err)
		}
		for key, share := range covered(t, project, result.Folder) {
			if sums[key] == nil {
				sums[key] = &tally{}
			}
			sums[key].add(share)
		}
		if err := os.RemoveAll(project); err != nil {
			t.Fatal(err)
		}
	}
	fmt.Printf("coverage of %d seeds, 200 continuations each; standard error by seed\n", seeds)
	fmt.Printf("%-8s %-20s %-8s %14s %14s\n", "level", "measure", "horizon", "80 %", "95 %")
	for _, level := range []string{"series", "all"} {
		for _, measure := range []string{"full_year_persons", "gross"} {
			for h := range 5 {
				low := sums[coverageKey{level, measure, h + 1, 80}]
				high := sums[coverageKey{level, measure, h + 1, 95}]
				fmt.Printf("%-8s %-20s %-8d %14s %14s\n", level, measure, h+1, low, high)
				if low.n != seeds || high.n != seeds {
					t.Errorf("%s, %s, horizon %d: %d seeds have a coverage, want %d", level, measure, h+1, low.n, seeds)
				}
			}
		}
	}
}

type coverageKey struct {
	level, measure string
	horizon, width int
}

// covered returns, for one municipality, the share of continuations inside each
// interval, as a mean over series.
func covered(t *testing.T, project, run string) map[coverageKey]float64 {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	future := filepath.Join(project, "truth", "future.parquet")
	rows, err := db.Query(`
		with truth as (
			select 'series' as level, service, age_band, year, draw, 'full_year_persons' as measure, full_year_persons as value
			from read_parquet($1)
			union all
			select 'series', service, age_band, year, draw, 'gross', cast(gross_current as double) from read_parquet($1)
			union all
			select 'all', 'all', 'all', year, draw, 'full_year_persons', sum(full_year_persons) from read_parquet($1) group by year, draw
			union all
			select 'all', 'all', 'all', year, draw, 'gross', cast(sum(gross_current) as double) from read_parquet($1) group by year, draw
		), forecast as (
			select 'series' as level, service, age_band, year, measure, p2_5, p10, p90, p97_5
			from read_parquet($2) where price_basis in ('none', 'current') and measure in ('full_year_persons', 'gross') and p10 is not null
			union all
			select 'all', 'all', 'all', year, measure, p2_5, p10, p90, p97_5
			from read_parquet($3) where level = 'all' and price_basis in ('none', 'current') and measure in ('full_year_persons', 'gross')
		)
		select level, measure, year - 2024 as horizon,
			avg(case when value between p10 and p90 then 1.0 else 0 end),
			avg(case when value between p2_5 and p97_5 then 1.0 else 0 end)
		from truth join forecast using (level, service, age_band, year, measure)
		group by all`,
		future, filepath.Join(run, "restricted", "forecast.parquet"), filepath.Join(run, "restricted", "forecast_total.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[coverageKey]float64{}
	for rows.Next() {
		var k coverageKey
		var low, high float64
		if err := rows.Scan(&k.level, &k.measure, &k.horizon, &low, &high); err != nil {
			t.Fatal(err)
		}
		k.width = 80
		out[k] = low
		k.width = 95
		out[k] = high
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// A tally is a mean over seeds with its standard error.
type tally struct {
	n            int
	sum, squares float64
}

func (t *tally) add(v float64) { t.n, t.sum, t.squares = t.n+1, t.sum+v, t.squares+v*v }

func (t *tally) String() string {
	n := float64(t.n)
	mean := t.sum / n
	se := math.NaN()
	if t.n > 1 {
		se = math.Sqrt(max(0, t.squares-n*mean*mean) / (n - 1) / n)
	}
	return fmt.Sprintf("%5.1f ± %.1f", 100*mean, 100*se)
}
