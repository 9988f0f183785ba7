package priority

import (
	"math"
	"testing"
)

// Importances 3 and 1 of 4: weights ¾ and ¼. With 100 answers the Dirichlet's
// standard deviation of the first is √(¾·¼/101) = 0.0431.
func TestPublishedMeans(t *testing.T) {
	mean := func(domain, dimension string, m float64) Mean {
		return Mean{Municipality: "M", Service: "home", Domain: domain, Dimension: dimension, Year: 2024, Mean: m,
			Answered: 100, StandardError: nan, ScaleMin: 0, ScaleMax: 4}
	}
	means := []Mean{
		mean("a", "importance", 3), mean("b", "importance", 1), mean("a", "need", 4), mean("a", "outcome", 3), mean("b", "need", 2),
		{Municipality: "other", Service: "home", Domain: "z", Dimension: "need", Mean: 1},
		{Municipality: "M", Service: "home", Domain: "a", Dimension: "need", Year: 2020, Mean: 0, ScaleMax: 4},
	}
	h := ListenMeans(means, "M", Ask{Replicates: 4000, Seed: 2})
	near(t, "weight", h.Sample.Point.Weights[0], 0.75, 1e-12)
	vs := Values(h.Sample, 0.9)
	near(t, "value", vs[0].Value, 0.75*0.25+0.25*0.5, 1e-12)
	low, high := h.Weights[0].Low, h.Weights[0].High
	near(t, "width", high-low, 2*1.96*0.0431, 0.008)
	if r := h.Rows[0]; r.Status != NoError || !math.IsNaN(r.Low) || *r.Answered != 100 {
		t.Errorf("%+v, want no interval without a standard error", r)
	}
	for i := range means {
		means[i].Answered = 0
	}
	h = ListenMeans(means, "M", Ask{Replicates: 10})
	if len(h.Sample.Replicates) != 0 || Values(h.Sample, 0.9)[0].Status != "no_replicates" {
		t.Errorf("%d replicates, want none where nothing is known about the answers", len(h.Sample.Replicates))
	}
}

// England publishes outcomes only: rows, but no value of anything.
func TestOutcomesAloneAreNoPriority(t *testing.T) {
	h := ListenMeans([]Mean{{Municipality: "E06000001", Domain: "quality_of_life", Dimension: "outcome", Year: 2023, Mean: 0.41,
		StandardError: nan, ScaleMin: 0, ScaleMax: 1}}, "E06000001", Ask{Replicates: 10})
	if len(h.Rows) != 1 || h.Rows[0].Service != "all" || h.Rows[0].Status != NoError {
		t.Errorf("%+v", h.Rows)
	}
	if vs := Values(h.Sample, 0.9); vs[0].Status != "no_need" || vs[0].Rank != 0 {
		t.Errorf("%+v", vs)
	}
}
