package forecasts

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var close6 = cmpopts.EquateApprox(1e-6, 1e-6)

// noisy is a history with a trend, long enough for every form.
func noisy(seed uint64, n int) []float64 {
	rng := rand.New(rand.NewPCG(seed, 1))
	y, level := make([]float64, n), 50.0
	for t := range y {
		level += 1 + 2*rng.NormFloat64()
		y[t] = level + rng.NormFloat64()
	}
	return y
}

// TestLevelByHand: y = 3, 5, 4 at α = .5. From l[0] = 3 the errors are 0, 2, 0 with
// k = 1, .5, .25: d = 1/1.3125 = .7619048, squares 4 − 1/1.3125 = 3.2380952, and
// l[3] = 4 + .7619048/8 = 4.0952381.
func TestLevelByHand(t *testing.T) {
	f := levelAt([]float64{3, 5, 4}, 0.5)
	got := []float64{f.start, f.sse, f.level}
	if diff := cmp.Diff([]float64{3.7619048, 3.2380952, 4.0952381}, got, close6); diff != "" {
		t.Errorf("start, squares, level (-want +got):\n%s", diff)
	}
}

// TestTrendRecursion: the squares and the last states that the closed form promises
// are those of the recursion in the doc comment, run from the first states found;
// and moving the first states makes the squares larger.
func TestTrendRecursion(t *testing.T) {
	y := noisy(1, 20)
	for _, damp := range []bool{false, true} {
		f := fitTrend(y, 1, damp)
		run := func(level, b float64) (sse, l, slope float64) {
			for _, v := range y {
				mu := level + f.phi*b
				e := v - mu
				level, b = mu+f.alpha*e, f.phi*b+f.beta*e
				sse += e * e
			}
			return sse, level, b
		}
		sse, level, b := run(f.startLevel, f.startB)
		if diff := cmp.Diff([]float64{sse, level, b}, []float64{f.sse, f.level, f.b}, close6); diff != "" {
			t.Errorf("damped %v (-recursion +closed form):\n%s", damp, diff)
		}
		for _, move := range [][2]float64{{0.1, 0}, {-0.1, 0}, {0, 0.1}, {0, -0.1}} {
			if other, _, _ := run(f.startLevel+move[0], f.startB+move[1]); other < sse {
				t.Errorf("damped %v: first states %+v off have fewer squares", damp, move)
			}
		}
		if f.beta > f.alpha || f.beta < leastAlpha || damp && (f.phi < leastPhi || f.phi > mostPhi) {
			t.Errorf("parameters out of bounds: %+v", f)
		}
	}
}

// TestLines: a straight line is continued by holt, exactly, and by theta on average:
// theta's slope is half of it, its level that of smoothing (Hyndman and Billah 2003).
func TestLines(t *testing.T) {
	y := make([]float64, 15)
	for i := range y {
		y[i] = 10 + 3*float64(i)
	}
	p := Panel{Frequency: 1, Series: []Series{{Key: "line", Values: y}}}
	for _, m := range []Model{holt, dotm, ets, drift} {
		paths, err := m.Fit(p, 3)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]float64{55, 58, 61}, paths[0].Mean, cmpopts.EquateApprox(1e-3, 0)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", m.Name(), diff)
		}
	}
}

// dotmSquares is the model as Fiorucci et al. write it, without any shortcut.
func dotmSquares(y []float64, start, alpha, theta float64) float64 {
	var sse, average, a, b float64
	level := start
	for i, v := range y {
		n := float64(i) // values so far
		decay := math.Pow(1-alpha, n)
		mu := level + (1-1/theta)*(decay*a+(1-decay*(1-alpha))/alpha*b)
		if i >= 2 {
			sse += (v - mu) * (v - mu)
		}
		level = alpha*v + (1-alpha)*level
		before := average
		average = (n*average + v) / (n + 1)
		if i > 0 {
			b = ((n-1)*b + 6*(v-before)/(n+1)) / (n + 2)
		}
		a = average - (n+2)/2*b
	}
	return sse
}

// TestDOTM: the squares at the optimum are those of the plain recursion, and none of
// 20,000 random parameters in the bounds has fewer.
func TestDOTM(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for seed := range uint64(5) {
		y := noisy(seed, 14)
		lines := linesOf(y)
		alpha := lowest(func(a float64) float64 { return dotmAt(y, lines, a).sse }, 0.1, 0.99, 19, 1e-6)
		f := dotmAt(y, lines, alpha)
		if got := dotmSquares(y, f.start, alpha, 1/(1-f.weight)); math.Abs(got-f.sse) > 1e-6*f.sse {
			t.Errorf("seed %d: squares %v, by the recursion %v", seed, f.sse, got)
		}
		for range 20000 {
			other := dotmSquares(y, y[0]+20*rng.NormFloat64(), 0.1+0.89*rng.Float64(), 1/(1-rng.Float64()))
			if other < f.sse*(1-1e-4) {
				t.Fatalf("seed %d: random parameters have %v squares, the fit %v", seed, other, f.sse)
			}
		}
	}
}

// TestSimplex: the bottom of a bowl at (.3, 2), and on the edge when that is outside.
func TestSimplex(t *testing.T) {
	bowl := func(p point) float64 { return (p[0]-0.3)*(p[0]-0.3) + 2*(p[1]-2)*(p[1]-2) + 1 }
	for edge, want := range map[float64]float64{5: 2, 1.5: 1.5} {
		b := box{dim: 2, hi: point{1, edge}}
		got, least := b.simplex(bowl, point{0.9, 0.1}, point{0.1, 0.1}, 400)
		if math.Abs(got[0]-0.3) > 5e-3 || math.Abs(got[1]-want) > 5e-3 || least > bowl(point{0.9, 0.1}) {
			t.Errorf("edge %v: %v with %v, want (.3, %v)", edge, got[:2], least, want)
		}
	}
	if x := lowest(func(x float64) float64 { return math.Abs(x - 0.123) }, 0, 1, 11, 1e-7); math.Abs(x-0.123) > 1e-6 {
		t.Errorf("lowest at %v, want .123", x)
	}
}

// TestLeastSquares: r = 1, 2, 4 on columns 1, 1, 1 and 0, 1, 2 is the line .8333 +
// 1.5 x; a column of zeros gets 0.
func TestLeastSquares(t *testing.T) {
	got := leastSquares([][]float64{{1, 1, 1}, {0, 0, 0}, {0, 1, 2}}, []float64{1, 2, 4})
	if diff := cmp.Diff([]float64{5. / 6, 0, 1.5}, got, cmpopts.EquateApprox(0, 1e-4)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
