package forecasts

import (
	"math"
	"testing"
)

// TestThiefLevels: with structural scaling the mean of a year is the plain mean of what the
// levels say of it (TestAgreeByHand). For quarters these are mean3 of the quarters, the mean
// of ets, arima and theta of the half-years, and that of drift and dotm of the years, each
// asked here as a model of its own panel. The season stays.
func TestThiefLevels(t *testing.T) {
	var y []float64
	for year := range 9 {
		for k, v := range quarters(1) {
			y = append(y, v+10*float64(year)+float64((7*year+3*k)%5))
		}
	}
	said := func(y []float64, frequency int, models ...Model) float64 {
		var all average
		for _, m := range models {
			paths, err := m.Fit(Panel{Frequency: frequency, Series: []Series{{Key: "s", Values: y}}}, frequency)
			if err != nil || paths[0].Err != nil {
				t.Fatal(m.Name(), err, paths[0].Err)
			}
			all.add(mean(paths[0].Mean))
		}
		return all.mean()
	}
	var years []float64
	for k := 0; k < len(y); k += 4 {
		years = append(years, (y[k]+y[k+1]+y[k+2]+y[k+3])/4)
	}
	halves := history{frequency: 2, y: blocks(y, 2)}
	var half average
	for _, m := range []Model{ets, arima, theta} {
		path, err := m.(perSeries).fit(halves, 2)
		if err != nil {
			t.Fatal(err)
		}
		half.add(mean(path))
	}
	want := (said(y, 4, mean3) + half.mean() + said(years, 1, drift, dotm)) / 3
	paths, err := thief.Fit(Panel{Frequency: 4, Series: []Series{{Key: "s", Values: y}}}, 8)
	if err != nil || paths[0].Err != nil {
		t.Fatal(err, paths[0].Err)
	}
	path := paths[0].Mean
	if got := mean(path[:4]); math.Abs(got-want) > 1e-9*want {
		t.Errorf("mean of the year %v, want %v", got, want)
	}
	if !(path[0] > path[1]+15 && path[3] > path[2]+15) {
		t.Errorf("%v has lost the season 120, 90, 80, 110", path)
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
