package forecasts

import (
	"math"
	"testing"
)

// TestThiefFollowsYears: the years of a quarterly history rise by 40 in sum (10 in mean)
// while its season has no trend within the year. Drift puts the next year 10 above the
// last, and dotm between 5 and 10 above it; so the forecast year lies above the last one,
// by at most 10 in mean, and not under what the quarters alone say less a tenth of a step.
func TestThiefFollowsYears(t *testing.T) {
	var y []float64
	for year := range 9 {
		for _, v := range quarters(1) {
			y = append(y, v+10*float64(year))
		}
	}
	paths, err := thief.Fit(Panel{Frequency: 4, Series: []Series{{Key: "s", Values: y}}}, 8)
	if err != nil || paths[0].Err != nil {
		t.Fatal(err, paths[0].Err)
	}
	last, next := mean(y[len(y)-4:]), mean(paths[0].Mean[:4])
	if !(next > last+5 && next < last+11) {
		t.Errorf("mean of the year %v after %v, want 5 to 11 more", next, last)
	}
	if !(paths[0].Mean[0] > paths[0].Mean[1] && paths[0].Mean[2] < paths[0].Mean[3]) {
		t.Errorf("%v has lost the season 120, 90, 80, 110", paths[0].Mean)
	}
}

// TestThiefWholeYears: a horizon that ends within a year has the points of a longer one.
func TestThiefWholeYears(t *testing.T) {
	p := Panel{Frequency: 12, Series: []Series{{Key: "s"}}}
	for t := range 61 {
		p.Series[0].Values = append(p.Series[0].Values, 100+float64(t)+20*math.Sin(2*math.Pi*float64(t)/12)+float64(t*t%7))
	}
	short, err := thief.Fit(p, 5)
	if err != nil {
		t.Fatal(err)
	}
	long, err := thief.Fit(p, 12)
	if err != nil {
		t.Fatal(err)
	}
	for h, v := range short[0].Mean {
		if v != long[0].Mean[h] {
			t.Errorf("step %d: %v of 5 steps, %v of 12", h+1, v, long[0].Mean[h])
		}
	}
}

// TestOddSeason: three periods a year, as a year of months has in blocks of four. A
// level of 100 with factors 1.2, .9, .9 (+20, −10, −10) has exactly these; and a season of
// two or three factors is not drawn towards none, (m−3)/(m−1) being 0 at most.
func TestOddSeason(t *testing.T) {
	var y []float64
	for range 5 {
		y = append(y, 120, 90, 90)
	}
	for multiplicative, want := range map[bool][]float64{true: {1.2, .9, .9}, false: {20, -10, -10}} {
		got, noise := factorsOf(y, 3, multiplicative)
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-9 || noise > 1e-12 {
				t.Errorf("multiplicative %v: factors %v with noise %v, want %v", multiplicative, got, noise, want)
			}
		}
	}
	s := season{factors: []float64{1.1, .9}, multiplicative: true}
	s.damp(0.5)
	if s.factors[0] != 1.1 || s.factors[1] != .9 {
		t.Errorf("two factors 1.1 and .9 became %v", s.factors)
	}
}
