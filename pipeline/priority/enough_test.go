package priority

import (
	"math"
	"testing"
)

// TestTooFewAreNotRanked: what one citizen answered must not become a rank.
func TestTooFewAreNotRanked(t *testing.T) {
	h := Hearing{
		Rows: []CitizenValue{
			{Service: "a", Dimension: "need_gap", Status: Heard},
			{Service: "b", Dimension: "need_gap", Status: TooFew},
			{Service: "c", Dimension: "need_gap", Status: Heard},
		},
		Sample: Sample{
			Services: []string{"a", "b", "c"}, Domains: []string{"d"},
			Point:      Estimate{Weights: []float64{1}, Of: [][]float64{{1}, {1}, {1}}, Gap: [][]float64{{.2}, {.9}, {.4}}},
			Replicates: []Estimate{{Weights: []float64{1}, Of: [][]float64{{1}, {1}, {1}}, Gap: [][]float64{{.1}, {.8}, {.5}}}},
		},
	}
	enough, few := h.TooFewAsked()
	if len(few) != 1 || few[0] != "b" {
		t.Fatalf("too few are %v, want b", few)
	}
	values := Values(enough, .9)
	if len(values) != 2 || values[0].Service != "c" || values[0].Rank != 1 || values[1].Rank != 2 {
		t.Errorf("values %+v, want c (0.4 of need) before a (0.2), and no b", values)
	}
	if v := NotRanked("b"); !math.IsNaN(v.Value) || v.Rank != 0 || v.Status != TooFew {
		t.Errorf("%+v, want no value and no rank", v)
	}
}
