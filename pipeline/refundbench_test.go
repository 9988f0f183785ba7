package pipeline_test

import (
	"database/sql"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"opdrift/fixtures"
)

// TestRefundMethods reports what each way to forecast refunds of schemes with amounts missed
// by at past origins: for each of REFUND_SEEDS synthetic municipalities (REFUND_FIRST is the
// first seed, 1), the sum of absolute errors over that of outcomes, of refund and of net of
// the services under the scheme. The difference from the constant share has a standard error
// by seed. It only reports.
func TestRefundMethods(t *testing.T) {
	seeds, _ := strconv.Atoi(os.Getenv("REFUND_SEEDS"))
	if seeds == 0 {
		t.Skip("a benchmark: run make bench-refunds")
	}
	first, _ := strconv.Atoi(os.Getenv("REFUND_FIRST"))
	wapes := map[string][]float64{}
	chosen := map[string]int{}
	for seed := range seeds {
		project := filepath.Join(t.TempDir(), "town")
		if _, err := fixtures.Generate(project, fixtures.Options{Seed: uint64(max(1, first) + seed)}); err != nil {
			t.Fatal(err)
		}
		run := runWith(t, project, "auto")
		ask(t, `select kind, model, horizon, wape, chosen from read_parquet($1) where kind in ('refund', 'net') order by all`,
			[]any{filepath.Join(run, "backtest_score.parquet")}, func(rows *sql.Rows) error {
				var kind, model string
				var horizon int
				var wape float64
				var taken bool
				if err := rows.Scan(&kind, &model, &horizon, &wape, &taken); err != nil {
					return err
				}
				if taken && kind == "refund" && horizon == 0 {
					chosen[model]++
				}
				key := fmt.Sprintf("%s %d %s", kind, horizon, model)
				wapes[key] = append(wapes[key], wape)
				return nil
			})
	}
	fmt.Printf("%d seeds; chosen: %v\n%-8s %-7s %-12s %8s %22s\n", seeds, chosen, "measure", "horizon", "method", "WAPE %", "less share (se), points")
	for _, kind := range []string{"refund", "net"} {
		for horizon := range 6 {
			for _, model := range []string{"share", "rule", "rule_booked"} {
				of := wapes[fmt.Sprintf("%s %d %s", kind, horizon, model)]
				if len(of) != seeds {
					t.Fatalf("%s %d %s: %d seeds have a score, want %d", kind, horizon, model, len(of), seeds)
				}
				var mean, less, squares float64
				for i, w := range of {
					d := 100 * (w - wapes[fmt.Sprintf("%s %d share", kind, horizon)][i])
					mean, less, squares = mean+100*w/float64(seeds), less+d/float64(seeds), squares+d*d
				}
				se := math.Sqrt(max(0, squares/float64(seeds)-less*less) / max(1, float64(seeds-1)))
				fmt.Printf("%-8s %-7d %-12s %8.2f %14.2f (%.2f)\n", kind, horizon, model, mean, less, se)
			}
		}
	}
}
