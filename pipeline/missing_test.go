package pipeline_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"opdrift/fixtures"
	"opdrift/pipeline"
)

// small is a configuration that runs in a second, for towns so small that one case
// decides what a service costs.
const small = own + `horizon: 2
draws: 100
citizens: {replicates: 100}
forecast: {models: [naive, flat3]}
scenarios: [baseline, invest-in-prevention]
reconciliation: {limit: off}
`

// TestMissingExtracts takes one extract away at a time, and those that no table
// rests on together. The run goes on without
// it, coverage says what that means, and the tables that need it are empty or have
// no number where one would be invented.
func TestMissingExtracts(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 400, Years: 7}), "extracts")
	for _, tt := range []struct {
		extract string
		silent  bool     // coverage says nothing: nothing is left out or assumed
		empty   []string // queries that have no row without the extract
		there   []string // queries that still have
	}{
		{"population", false,
			[]string{"from panel where population is not null or usage is not null", "from pressure where effect in ('population_size', 'age_structure', 'usage')"},
			[]string{"from pressure where effect = 'volume'", "from forecast where p50 is not null", "from scenario"}},
		{"prices", false,
			[]string{"from panel where gross_fixed <> gross", "from pressure where effect = 'pl' and amount <> 0", "from price_revision", "from price_level where growth <> 0"},
			[]string{"from forecast where price_basis = 'fixed'", "from scenario"}},
		{"budget", false,
			[]string{"from budget_gap", "from scenario", "from scenario_year", "from scenario_choice"},
			[]string{"from forecast_total", "from pressure", "from priority where item_kind = 'service'"}},
		{"measures", false,
			[]string{"from scenario_choice", "from priority where item_kind = 'measure'", "from scenario where measure_cost <> 0 or measure_saving <> 0"},
			[]string{"from scenario", "from budget_gap"}},
		{"assessments", false,
			[]string{"from citizen_value", "from priority where item_kind = 'service' and rank is not null"},
			[]string{"from scenario", "from forecast_total"}},
		{"survey_frame", false,
			[]string{"from citizen_value where response_rate is not null"},
			[]string{"from citizen_value where dimension = 'weight'"}},
		{"account_map", false,
			[]string{"from panel where gross <> 0 or income <> 0 or refund <> 0"},
			[]string{"from panel where full_year_persons > 0", "from reconciliation where unmapped <> 0"}},
		{"policy_changes", true,
			[]string{"from pressure where effect = 'policy' and amount <> 0"},
			[]string{"from pressure where effect = 'usage'"}},
		{"domains", true,
			[]string{"from citizen_value where domain_label_en is not null"},
			[]string{"from citizen_value"}},
		{"drivers, capacity_limit, measure_domains, measure_overlap, measure_payers", true, nil, []string{"from forecast", "from scenario_choice"}},
	} {
		t.Run(tt.extract, func(t *testing.T) {
			p, err := tryProject(t, without(t, extracts, tt.extract), small)
			if err != nil {
				t.Fatalf("without %s: %v", tt.extract, err)
			}
			if !tt.silent {
				p.atLeast(1, "from coverage where extract = $1 and detail <> '' and detail_da <> ''", tt.extract)
			}
			for _, query := range tt.empty {
				p.none("there without "+tt.extract, query)
			}
			for _, query := range tt.there {
				p.atLeast(1, query)
			}
			if len(p.Tables) < 15 {
				t.Errorf("%d tables, want every one", len(p.Tables))
			}
		})
	}
}

// TestNeededExtracts takes away what no run can do without: it stops, says so, and
// publishes nothing.
func TestNeededExtracts(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 100, Years: 2}), "extracts")
	for _, name := range []string{"services", "costs", "cases"} {
		_, err := tryProject(t, without(t, extracts, name), small)
		var missing *pipeline.MissingError
		if !errors.As(err, &missing) {
			t.Errorf("without %s: error %v, want a MissingError", name, err)
		}
	}
}

// without returns a folder with all extracts but those named, by commas apart.
func without(t *testing.T, extracts, names string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(extracts, "*.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	dir, away := t.TempDir(), strings.Split(names, ", ")
	left := 0
	for _, f := range files {
		if slices.Contains(away, strings.TrimSuffix(filepath.Base(f), ".parquet")) {
			continue
		}
		left++
		if err := os.Link(f, filepath.Join(dir, filepath.Base(f))); err != nil {
			t.Fatal(err)
		}
	}
	if left != len(files)-len(away) {
		t.Fatalf("not all of %s are among the extracts", names)
	}
	return dir
}
