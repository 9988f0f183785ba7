package forecasts

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// ownScores are the backtest scores of one quarterly series with values 1, 2, ... and
// two origins.
func ownScores() Scores {
	return Scores{Origins: []int{20, 23}, Horizon: 2, scale: flat(1, 4), spread: flat(1, 4),
		panel: Panel{Frequency: 4, Series: []Series{
			{Key: "a", First: 1, Values: flat(1, 25), Groups: []string{"g"}},
			{Key: "b", First: 1, Values: flat(1, 25), Groups: []string{"g"}},
		}}}
}

// TestOwnErrorsByHand: series a erred by 3 everywhere, b by 1: usual is 2. At the end
// two origins count: a has (3/2)^(2/10). At origin 20 its own outcomes, 21 and 22, are
// left out, and at origin 23 those of 24 and 25: one origin is left, (3/2)^(1/9).
func TestOwnErrorsByHand(t *testing.T) {
	s := ownScores()
	own := s.ownErrors([]float64{3, -3, 3, 3, 1, 1, -1, 1}, math.MaxInt)
	want := []float64{math.Pow(1.5, 1./9), math.Pow(1.5, 1./9), math.Pow(.5, 1./9), math.Pow(.5, 1./9)}
	for k, v := range want {
		if math.Abs(own.at[k]-v) > 1e-12 {
			t.Errorf("series and origin %d: %v, want %v", k, own.at[k], v)
		}
	}
	if math.Abs(own.now[0]-math.Pow(1.5, .2)) > 1e-12 || math.Abs(own.now[1]-math.Pow(.5, .2)) > 1e-12 {
		t.Errorf("at the end: %v", own.now)
	}
}

// TestOwnErrorsLater: what was not known at a cutoff plays no part in it.
func TestOwnErrorsLater(t *testing.T) {
	s := ownScores()
	a := s.ownErrors([]float64{3, -3, 3, 3, 1, 1, -1, 1}, 23)
	b := s.ownErrors([]float64{3, -3, 99, 0, 1, 1, 7, 50}, 23)
	if !slices.Equal(a.at, b.at) {
		t.Errorf("later errors changed %v to %v", a.at, b.at)
	}
}

// TestOwnErrorsNone: yearly panels, and series that never erred or have no score, keep 1.
func TestOwnErrorsNone(t *testing.T) {
	s := ownScores()
	nan := math.NaN()
	for _, errors := range [][]float64{make([]float64, 8), blank(8), {0, 0, 0, 0, nan, nan, nan, nan}} {
		own := s.ownErrors(errors, math.MaxInt)
		if !slices.Equal(own.at, flat(1, 4)) || !slices.Equal(own.now, flat(1, 2)) {
			t.Errorf("errors %v: factors %v, want 1", errors, own)
		}
	}
	s.panel.Frequency = 1
	if own := s.ownErrors([]float64{3, 3, 3, 3, 1, 1, 1, 1}, math.MaxInt); !slices.Equal(own.at, flat(1, 4)) {
		t.Errorf("yearly: factors %v, want 1", own.at)
	}
}

// TestOwnErrorsUnit: intervals of a quarterly panel, with series at 0, below it and
// constant ones, follow the unit of measurement.
func TestOwnErrorsUnit(t *testing.T) {
	widths := func(unit float64) (out []float64) {
		rng := rand.New(rand.NewPCG(4, 4))
		p := Panel{Frequency: 4}
		for i := range 12 {
			s := Series{Key: string(rune('a' + i)), First: 1, Groups: []string{"g"}}
			for k := range 28 {
				v := float64(i-3) * (20 + 10*float64(k%4) + float64(k) + 3*rng.NormFloat64())
				s.Values = append(s.Values, unit*v)
			}
			p.Series = append(p.Series, s)
		}
		p.Series[0].Values = flat(5*unit, 28)
		r, err := Forecast(context.Background(), p, Options{Horizon: 4, Models: []Model{naive, seasonalNaive, ses}})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range r.Series {
			for _, q := range f.Quantiles {
				out = append(out, (q.P975-q.P025)/unit)
			}
		}
		return out
	}
	one, thousand := widths(1), widths(1024)
	for k := range one {
		if finite(one[k]) != finite(thousand[k]) || math.Abs(one[k]-thousand[k]) > 1e-9*math.Abs(one[k]) {
			t.Fatalf("width %d: %v in units of 1, %v in units of 1024", k, one[k], thousand[k])
		}
	}
}
