package pipeline_test

import (
	"context"
	"io"
	"log/slog"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2"

	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

// eksempelby makes a project of the committed extracts with a small pool of models.
func eksempelby(t *testing.T, models string) (config.Config, pipeline.Options) {
	t.Helper()
	dir := t.TempDir()
	from := filepath.Join("..", "fixtures", "eksempelby", "extracts")
	if err := exec.Command("cp", "-r", from, dir).Run(); err != nil {
		t.Fatal(err)
	}
	original, err := os.ReadFile(filepath.Join(from, "..", config.File))
	if err != nil {
		t.Fatal(err)
	}
	text := string(original) + "forecast: {models: [" + models + "]}\n"
	if err := os.WriteFile(filepath.Join(dir, config.File), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(dir, nil, nil, pipeline.Allowed())
	if err != nil {
		t.Fatal(err)
	}
	return cfg, pipeline.Options{Version: "test", Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

func whatIf(t *testing.T, cfg config.Config, opts pipeline.Options, service string, settings ...string) []pipeline.WhatIfRow {
	t.Helper()
	var parsed []pipeline.Setting
	for _, text := range settings {
		s, err := pipeline.ParseSetting(text)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, s)
	}
	rows, err := pipeline.WhatIf(context.Background(), cfg, opts, service, parsed)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestWhatIf: the baseline is what a run publishes (persons to four decimals), and the
// settings multiply it: means and both ends of the interval, from their year on.
func TestWhatIf(t *testing.T) {
	const service = "supported_living"
	cfg, opts := eksempelby(t, "naive, drift")
	rows := whatIf(t, cfg, opts, service, "volume=+10%@2027", "price=-20%", "price=+50%@2028")
	if len(rows) == 0 {
		t.Fatal("no rows")
	}
	if _, err := os.Stat(filepath.Join(cfg.Dir, "out")); err == nil {
		t.Error("something was published")
	}
	result, err := pipeline.Run(context.Background(), cfg, opts)
	if err != nil {
		t.Fatal(err)
	}
	published := openPublished(t, result)
	for _, row := range rows {
		var mean, p10, p90 float64
		err := published.db.QueryRow(`select mean, p10, p90 from forecast_total
where level = 'service' and item = $1 and year = $2 and measure = $3 and price_basis = $4`, service, row.Year, row.Measure, row.PriceBasis).Scan(&mean, &p10, &p90)
		if err != nil {
			t.Fatalf("%d %s %s: %v", row.Year, row.Measure, row.PriceBasis, err)
		}
		near(t, row, "published mean", mean, row.Baseline, 1e-6)
		near(t, row, "published p10", p10, row.BaselineP10, 1e-6)
		near(t, row, "published p90", p90, row.BaselineP90, 1e-6)

		factor := 1.0
		if row.Year >= 2027 {
			factor *= 1.1
		}
		if row.Measure != "full_year_persons" {
			factor *= 0.8
			if row.Year >= 2028 {
				factor *= 1.5
			}
		}
		// Means are whole øre by cell, and draws are float32.
		near(t, row, "what-if mean", row.Baseline*factor, row.WhatIf, 1e-6)
		near(t, row, "difference", row.Baseline*(factor-1), row.Difference, 1e-5)
	}
}

func near(t *testing.T, row pipeline.WhatIfRow, what string, want, got, tolerance float64) {
	t.Helper()
	if math.Abs(want-got) > tolerance*(1+math.Abs(want)) {
		t.Errorf("%d %s %s: %s %v, want %v", row.Year, row.Measure, row.PriceBasis, what, got, want)
	}
}

// TestWhatIfInflow: between no change and the whole of it, more each year.
func TestWhatIfInflow(t *testing.T) {
	cfg, opts := eksempelby(t, "naive")
	last := 0.0
	for _, row := range whatIf(t, cfg, opts, "supported_living", "inflow=+10%") {
		if row.Measure != "full_year_persons" {
			continue
		}
		share := row.Difference / row.Baseline
		if share <= last || share >= 0.1 {
			t.Errorf("%d: %v of the baseline, want more than %v and less than 0.1", row.Year, share, last)
		}
		last = share
	}
}

// TestWhatIfPopulation: where demography carries the volume, 20 % more people in the
// projection are more users, and no more than 20 %.
func TestWhatIfPopulation(t *testing.T) {
	cfg, opts := eksempelby(t, "demography")
	file := filepath.Join(cfg.Dir, "extracts", "population.parquet")
	rewrite(t, file, `from FILE union all by name
		select * replace (cast(round(persons * 1.2) as int) as persons, 'high' as variant) from FILE where kind = 'projection'`)
	moved := false
	for _, row := range whatIf(t, cfg, opts, "home_care_personal", "population=high") {
		share := row.WhatIf/row.Baseline - 1
		if row.Baseline != 0 && (share < -1e-6 || share > 0.2+1e-6) {
			t.Errorf("%d %s: %v more than the baseline, want 0 to 0.2", row.Year, row.Measure, share)
		}
		moved = moved || share > 0.01
	}
	if !moved {
		t.Error("nothing moved: demography does not carry this service")
	}
}

// TestWhatIfRefund: costs a tenth higher raise what is refunded above amounts by more than a
// tenth, and without settings the forecast is the published one, which needs the other
// services under the scheme too.
func TestWhatIfRefund(t *testing.T) {
	const service = "residential_long"
	cfg, opts := eksempelby(t, "naive")
	rows := whatIf(t, cfg, opts, service, "price=+10%")
	result, err := pipeline.Run(context.Background(), cfg, opts)
	if err != nil {
		t.Fatal(err)
	}
	published := openPublished(t, result)
	seen := 0
	for _, row := range rows {
		if row.Measure != "refund" && row.Measure != "net" {
			continue
		}
		var mean, p90 float64
		err := published.db.QueryRow(`select mean, p90 from forecast_total
where level = 'service' and item = $1 and year = $2 and measure = $3 and price_basis = $4`, service, row.Year, row.Measure, row.PriceBasis).Scan(&mean, &p90)
		if err != nil {
			t.Fatalf("%d %s %s: %v", row.Year, row.Measure, row.PriceBasis, err)
		}
		near(t, row, "published mean", mean, row.Baseline, 1e-6)
		near(t, row, "published p90", p90, row.BaselineP90, 1e-6)
		if row.Measure == "refund" {
			seen++
			if !(row.Difference < .11*row.Baseline && row.Baseline < 0) {
				t.Errorf("%d %s: refund %v, with costs a tenth higher %v", row.Year, row.PriceBasis, row.Baseline, row.WhatIf)
			}
		}
	}
	if seen != 10 {
		t.Errorf("%d rows of refund, want 5 years in two price bases", seen)
	}
}
