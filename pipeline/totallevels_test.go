package pipeline

import (
	"slices"
	"testing"
)

// TestTotalOfLevels: two services of one committee, two draws of one year. The first is
// 10 % dearer in the year's prices, the second as dear.
//
//	fixed    100 + 300, 200 + 500 = 400, 700
//	current  110 + 300, 220 + 500 = 410, 720
//	income of the first is −.2 of gross: −20, −40 fixed; −22, −44 current
func TestTotalOfLevels(t *testing.T) {
	f := &future{years: []int64{2024}, draws: 2}
	dear := priceLevel{years: priceIndex{2024: {ToFixed: 1 / 1.1}}}
	same := priceLevel{years: priceIndex{2024: {ToFixed: 1}}}
	sum := newTotal(f, true)
	means := []cellFuture{{}}
	sum.add(f, drawnCell{item: forecastCell{income: -.2}, grosses: [][]float32{{100, 200}}}, means, dear)
	sum.add(f, drawnCell{grosses: [][]float32{{300, 500}}}, means, same)
	for _, tt := range []struct {
		what string
		got  []float32
		want []float32
	}{
		{"fixed", sum.sums["gross"][0], []float32{400, 700}},
		{"current", sum.currents["gross"][0], []float32{410, 720}},
		{"fixed income", sum.sums["income"][0], []float32{-20, -40}},
		{"current income", sum.currents["income"][0], []float32{-22, -44}},
	} {
		if !slices.EqualFunc(tt.got, tt.want, func(a, b float32) bool { return a-b < 1e-3 && b-a < 1e-3 }) {
			t.Errorf("%s: %v, want %v", tt.what, tt.got, tt.want)
		}
	}
	if plain := newTotal(f, false); plain.currents != nil {
		t.Error("one level, and sums in current prices beside those in fixed ones")
	}
}
