package pressure

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// near fails unless got is want within a relative 1e-9 of scale.
func near(t interface{ Errorf(string, ...any) }, what string, got, want, scale float64) {
	if !(math.Abs(got-want) <= 1e-9*math.Max(1, scale)) {
		t.Errorf("%s is %v, want %v", what, got, want)
	}
}

func TestShapleyByHand(t *testing.T) {
	// Volume 10 to 12 at a price of 100 to 110, change 1320 − 1000 = 320.
	// Volume first: 2·100 = 200, last: 2·110 = 220, mean 210.
	// Price first: 10·10 = 100, last: 12·10 = 120, mean 110.
	got := ShapleyValues(2, []Cell{{Before: []float64{10, 100}, After: []float64{12, 110}}})
	near(t, "volume", got[0], 210, 1)
	near(t, "price", got[1], 110, 1)

	// 2·5·10 to 3·4·10, and twice the weight: x = 10·(5+4)/2·1 = 45,
	// y = 10·(2+3)/2·(−1) = −25, z = 0.
	got = ShapleyValues(3, []Cell{{Before: []float64{2, 5, 10}, After: []float64{3, 4, 10}, Weight: 2}})
	near(t, "x", got[0], 90, 1)
	near(t, "y", got[1], -50, 1)
	if got[2] != 0 {
		t.Errorf("an unchanged factor has effect %v", got[2])
	}
}

func TestOneAtATimeByHand(t *testing.T) {
	// As above: 2·100 = 200, 10·10 = 100, and 2·10 = 20 that neither owns.
	got, rest := OneAtATimeValues(2, []Cell{{Before: []float64{10, 100}, After: []float64{12, 110}}})
	near(t, "volume", got[0], 200, 1)
	near(t, "price", got[1], 100, 1)
	near(t, "rest", rest, 20, 1)
}

func TestLMDIByHand(t *testing.T) {
	// L = 320 / ln 1.32 = 320 / 0.277631737 = 1152.606; ln 1.2 = 0.182321557,
	// ln 1.1 = 0.095310180: shares 0.656703 and 0.343297 of 320.
	got, err := LMDIValues(2, []Cell{{Before: []float64{10, 100}, After: []float64{12, 110}}})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(got[0]-210.145) > 0.001 || math.Abs(got[1]-109.855) > 0.001 {
		t.Errorf("got %v", got)
	}
	// 3·4 to 4·3: L(12, 12) = 12, so the effects are ±12·ln(4/3).
	got, err = LMDIValues(2, []Cell{{Before: []float64{3, 4}, After: []float64{4, 3}}})
	if err != nil {
		t.Fatal(err)
	}
	near(t, "up", got[0], 12*0.287682072451781, 1)
	near(t, "down", got[1], -12*0.287682072451781, 1)

	_, err = LMDIValues(2, []Cell{{Key: "North", Before: []float64{0, 4}, After: []float64{4, 3}}})
	if !errors.Is(err, ErrNotPositive) {
		t.Errorf("a zero gives %v", err)
	}
}

// byPermutation is the definition in words: the mean over all orders of what a
// factor adds when it changes at its place in the order.
func byPermutation(n int, cells []Cell) []float64 {
	effects, orders := make([]float64, n), 0
	value := func(changed []bool) float64 {
		v := 0.0
		for _, c := range cells {
			x := c.weight()
			for f := range n {
				if changed[f] {
					x *= c.After[f]
				} else {
					x *= c.Before[f]
				}
			}
			v += x
		}
		return v
	}
	var walk func(changed []bool, gains []float64, depth int)
	walk = func(changed []bool, gains []float64, depth int) {
		if depth == n {
			orders++
			for f := range effects {
				effects[f] += gains[f]
			}
			return
		}
		for f := range n {
			if changed[f] {
				continue
			}
			before := value(changed)
			changed[f] = true
			gains[f] = value(changed) - before
			walk(changed, gains, depth+1)
			changed[f] = false
		}
	}
	walk(make([]bool, n), make([]float64, n), 0)
	for f := range effects {
		effects[f] /= float64(orders)
	}
	return effects
}

func TestShapleyIsTheMeanOverOrders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "n")
		cells := drawCells(t, n, true)
		got, want := ShapleyValues(n, cells), byPermutation(n, cells)
		for f := range want {
			near(t, "effect", got[f], want[f], scale(cells))
		}
	})
}

func TestShapleyOfEightFactors(t *testing.T) {
	// From 1 to 2 in every factor: 2^8 − 1 = 255, equal shares of 255/8.
	before, after := make([]float64, 8), make([]float64, 8)
	for f := range before {
		before[f], after[f] = 1, 2
	}
	for f, got := range ShapleyValues(8, []Cell{{Before: before, After: after}}) {
		near(t, Full.Name, got, 255.0/8, float64(f))
	}
}

func TestMethodsPanicOnMistakes(t *testing.T) {
	for name, f := range map[string]func(){
		"no factors":   func() { ShapleyValues(0, nil) },
		"nine factors": func() { ShapleyValues(9, nil) },
		"short vector": func() { ShapleyValues(2, []Cell{{Before: []float64{1, 1}, After: []float64{1}}}) },
		"one year":     func() { OneAtATimeValues(1, []Cell{{After: []float64{1}}}) },
		"no method":    func() { _, _ = Decompose(Full, nil, 0, 0, "log") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s did not panic", name)
				}
			}()
			f()
		}()
	}
}

func BenchmarkShapley(b *testing.B) {
	cells := make([]Cell, 10_000)
	for i := range cells {
		x := float64(i%97 + 1)
		cells[i] = Cell{Before: []float64{x, 1, 2, 3, 4, 5, 6}, After: []float64{x, 2, 2, 2, 5, 5, x}}
	}
	for b.Loop() {
		ShapleyValues(7, cells)
	}
}
