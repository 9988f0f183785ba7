package forecasts

import (
	"slices"
	"testing"
)

// TestRepriced: values in today's fixed prices are 100, 120, 150, 160 in 2018 to 2021.
// The index known at the end of 2020 was lower in 2018 and 2019 than today's: today's over
// it is 1.1, 1.05, 1.0 × the constant 2. From 2020 the past looked like
//
//	100 × 2.2/2 = 110, 120 × 2.1/2 = 126, 150
//
// and 2021 is what it is. From 2019 no vintage was known.
func TestRepriced(t *testing.T) {
	s := Series{Key: "a", First: 2018, Values: []float64{100, 120, 150, 160}, Prices: []Vintage{
		{Known: 2020, First: 2018, Values: []float64{2.2, 2.1, 2}},
		{Known: 2021, First: 2018, Values: []float64{1, 1, 1, 1}},
	}}
	p := Panel{Frequency: 1, Series: []Series{s}}
	for _, tt := range []struct {
		origin  int
		want    []float64
		unknown bool
	}{
		{2019, []float64{100, 120}, true},
		{2020, []float64{110, 126, 150}, false},
		{2021, []float64{100, 120, 150, 160}, false},
		{2022, []float64{100, 120, 150, 160}, true}, // the newest does not reach it
	} {
		got := p.At(tt.origin).Series[0]
		for i, want := range tt.want {
			if d := got.Values[i] - want; d > 1e-12 || d < -1e-12 {
				t.Errorf("at %d: %v, want %v", tt.origin, got.Values, tt.want)
				break
			}
		}
		if got.VintageUnknown != tt.unknown {
			t.Errorf("at %d vintage unknown is %v", tt.origin, got.VintageUnknown)
		}
	}
	if !slices.Equal(s.Values, []float64{100, 120, 150, 160}) {
		t.Errorf("the panel was changed: %v", s.Values)
	}
	plain := Panel{Frequency: 1, Series: []Series{{Key: "a", First: 2018, Values: s.Values}}}
	if plain.At(2020).Series[0].VintageUnknown {
		t.Error("a series that no index has touched has an unknown vintage")
	}
}
