package forecasts

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// coverOf is the coverage of the sum of all series of a panel.
func coverOf(t *testing.T, p Panel, horizon int) TotalCoverage {
	t.Helper()
	r := forecast(t, p, Options{Horizon: horizon, Seed: 1, Models: []Model{naive, flat3}})
	got, err := r.CoverTotals(context.Background(), []Sum{{Terms: SumOf(indices(len(p.Series)))}})
	if err != nil {
		t.Fatal(err)
	}
	return got[0]
}

// TestPastCoverage: the published coverage of totals of random walks is what it should be
// where series share nothing, and less where they share some of their errors, which the
// first origins cannot see. Of 15 years the origins are those from the fifth, 2004; the
// first has no errors to go by, so nine, eight and seven outcomes are left. Forty panels of
// nine overlapping outcomes: a standard error of about 4 points.
func TestPastCoverage(t *testing.T) {
	for _, c := range []struct{ correlation, least80, least95 float64 }{{0, .72, .88}, {.3, .62, .78}} {
		var in80, in95, n float64
		for run := range 40 {
			got := coverOf(t, walks(rand.New(rand.NewPCG(uint64(run), 7)), 40, 15, c.correlation), 3)
			if diff := cmp.Diff([]int{9, 8, 7}, got.Scores); diff != "" {
				t.Fatalf("outcomes (-want +got):\n%s", diff)
			}
			for h := range got.Scores {
				in80, in95, n = in80+float64(got.Inside80[h]), in95+float64(got.Inside95[h]), n+float64(got.Scores[h])
			}
		}
		t.Logf("correlation %v: 80 %%: %.3f; 95 %%: %.3f", c.correlation, in80/n, in95/n)
		if in80/n < c.least80 || in80/n > .90 || in95/n < c.least95 {
			t.Errorf("correlation %v: coverage %.3f and %.3f, want .80 and .95", c.correlation, in80/n, in95/n)
		}
	}
}

// TestPastCoverageFails: after eleven quiet years all series jump by twenty times their
// steps, upwards and in one year more each time. No interval made of what was known before
// holds the first jump, so the coverage says so, though the errors of the jumps are what
// the run's own interval is made of.
func TestPastCoverageFails(t *testing.T) {
	p := walks(rand.New(rand.NewPCG(3, 3)), 40, 12, 0)
	quiet := coverOf(t, p.At(2010), 1)
	for _, s := range p.Series {
		s.Values[11] = s.Values[10] + 100
	}
	got := coverOf(t, p, 1)
	if got.Scores[0] != quiet.Scores[0]+1 || got.Inside95[0] != quiet.Inside95[0] || got.Inside80[0] != quiet.Inside80[0] {
		t.Errorf("with a jump %+v, before it %+v: want one outcome more, outside", got, quiet)
	}
}

// TestPastDrawsAreThoseOfThen: draws made at an origin are, to the bit, those of a run that
// ended there, so they know nothing of what came later, and the interval that is held
// against the outcome is the one that would have been published. Naive's path is flat, so
// that the points which stand in beyond the panel's end are its own.
func TestPastDrawsAreThoseOfThen(t *testing.T) {
	p := walks(rand.New(rand.NewPCG(5, 5)), 40, 15, .3)
	r := forecast(t, p, Options{Horizon: 3, Seed: 9, Models: []Model{naive}})
	for o, origin := range r.Scores.Origins {
		drawn, err := r.pastDraws(context.Background(), row(&r.Scores, Selected), o)
		if err != nil {
			t.Fatal(err)
		}
		if origin == 2004 { // no errors yet: the run repeats the point, and the coverage has nothing
			if drawn[0] != nil {
				t.Error("draws at the first origin")
			}
			continue
		}
		then := forecast(t, p.At(origin), Options{Horizon: 3, Seed: 9, Draws: pastFutures, Models: []Model{naive}})
		for i, s := range then.Series {
			if diff := cmp.Diff(s.Draws, drawn[i]); diff != "" {
				t.Fatalf("series %s at %d (-then +now):\n%s", s.Key, origin, diff)
			}
		}
	}
}

// TestPastCoverageNeedsEvidence: six years have one origin, whose errors nothing came
// before; a sum whose term has no backtest has no score either.
func TestPastCoverageNeedsEvidence(t *testing.T) {
	p := walks(rand.New(rand.NewPCG(2, 2)), 40, 6, 0)
	if got := coverOf(t, p, 2); got.Scores[0]+got.Scores[1] != 0 {
		t.Errorf("one origin: %+v, want no outcome", got)
	}
	p = walks(rand.New(rand.NewPCG(2, 2)), 40, 10, 0)
	p.Series = append(p.Series, Series{Key: "short", Groups: []string{"g0", "all"}, First: 2008, Values: []float64{1e6, 1e6}})
	if got := coverOf(t, p, 1); got.Scores[0] != 2 {
		t.Errorf("most of the sum is new in 2008: %+v, want the outcomes of 2006 and 2007", got)
	}
}
