package pipeline_test

import (
	"context"
	"database/sql"
	"math"
	"path/filepath"
	"testing"

	"opdrift/pipeline"
)

// TestReserveIsOfThePublishedInterval asks what must lie on top of the frame to keep it
// with 90 %: frame and reserve together are the published 90 % point of the same total.
func TestReserveIsOfThePublishedInterval(t *testing.T) {
	t.Parallel()
	cfg, opts := eksempelby(t, "naive, demography")
	cfg.Frame.Probability = .9
	result, err := pipeline.Run(context.Background(), cfg, opts)
	if err != nil {
		t.Fatal(err)
	}
	table := func(name string) string { return filepath.Join(result.Folder, "restricted", name+".parquet") }
	years := 0
	ask(t, `
		select g.level, g.item, g.year, cast(g.frame + g.reserve as double), cast(f.p90 as double)
		from read_parquet($1) g join read_parquet($2) f
		on f.level = g.level and f.item = g.item and f.year = g.year and f.measure = g.concept and f.price_basis = 'current'
		where g.reserve > 0 and g.level = 'all'`,
		[]any{table("budget_gap"), table("forecast_total")}, func(rows *sql.Rows) error {
			var level, item string
			var year int
			var kept, p90 float64
			if err := rows.Scan(&level, &item, &year, &kept, &p90); err != nil {
				return err
			}
			years++
			if math.Abs(kept/p90-1) > .002 {
				t.Errorf("%s %s %d: frame and reserve %.0f, published 90 %% point %.0f", level, item, year, kept, p90)
			}
			return nil
		})
	if years < 3 {
		t.Errorf("%d years have a reserve, want 3 at least", years)
	}
}
