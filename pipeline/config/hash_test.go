package config

import "testing"

// TestHash wants the hash to follow what can change a result and nothing else.
func TestHash(t *testing.T) {
	base := read(t, "").Hash()
	same := []string{
		"horizon: 5", "seed: 7", "as_of: 2020-01-31", "publish: {folder: /x, keep: 3}", "extracts: {folder: /data, files: {costs: a}}",
		"engine: {name: trino, threads: 1, memory_limit: 1GB, spill_folder: /s}", "discount:\n", "freshness: {max_days: off, extracts: {costs: 9}}", "reconciliation: {limit: off, services: {a: 1}}", "scenarios: [baseline, across-the-board, protect-most-valued, invest-in-prevention]",
	}
	for _, file := range same {
		if read(t, file).Hash() != base {
			t.Errorf("%q changes the hash", file)
		}
	}
	seen := map[string]string{base: "default"}
	other := []string{
		"name: x", "horizon: 6", "horizon: {value: 5, reason: r}", "horizon: {value: 5, reason: s}", "price_year: 2024", "scenarios: [baseline]",
		"scenarios: [x/baseline.yaml, b]", "quality: {extracts: {costs: {max_share_rows: 0.005}}}", "quality: {extracts: {cases: {max_share_rows: 0.005}}}",
		"quality: {extracts: {costs: {max_share_amount: 0.005}}}", "reconciliation: {warning: 0.2}", "reconciliation: {materiality: 0.02}",
		"discount: {rates: [{valid_from: 2021-01-07, source: x, steps: [{from_year: 0, rate: 0.035}]}]}",
	}
	for _, file := range other {
		h := read(t, file).Hash()
		if seen[h] != "" {
			t.Errorf("%q has the hash of %q", file, seen[h])
		}
		seen[h] = file
	}
	if read(t, "scenarios: [a/x.yaml]").Hash() != read(t, "scenarios: [/b/x.yaml]").Hash() {
		t.Error("the folder of a scenario file changes the hash")
	}
}

// TestCopiesDoNotShare wants reading one configuration not to write into another.
func TestCopiesDoNotShare(t *testing.T) {
	a := read(t, "quality: {extracts: {costs: {max_share_rows: 0.5}}}")
	b := a
	s, key, ok := findPath("quality.extracts.costs.max_share_rows")
	if !ok {
		t.Fatal("no such setting")
	}
	if err := s.read(&b, key, raw("0.1")); err != nil {
		t.Fatal(err)
	}
	if rows, _ := a.Quality.Of("costs"); rows != 0.5 {
		t.Errorf("the first copy now says %v, want 0.5", rows)
	}
}
