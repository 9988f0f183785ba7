package pipeline

import (
	"math"
	"testing"

	"opdrift/forecasts"
)

// TestMix: prices of single bands come to differ as a few persons' do, and the
// service's gross is the same in every draw.
func TestMix(t *testing.T) {
	const n, variance = 2000, 0.5
	f := &future{draws: n, years: []int64{2025, 2026}}
	r := &run{}
	r.cfg.Seed = 1
	var cells []drawnCell
	for _, band := range []string{"18-22", "23-29", "30-39", "40-49"} {
		c := drawnCell{item: forecastCell{key: cellKey{"999", "a", band}}}
		for range f.years {
			c.volumes, c.costs, c.grosses = append(c.volumes, filled(n, 4)), append(c.costs, filled(n, 100)), append(c.grosses, filled(n, 400))
		}
		cells = append(cells, c)
	}
	f.mix(r, cells, variance)
	var squares float64
	for d := range n {
		var sum float32
		for _, c := range cells {
			sum += c.grosses[1][d]
		}
		if math.Abs(float64(sum)-1600) > .01 {
			t.Fatalf("draw %d: the service's gross is %v, want 1600", d, sum)
		}
		squares += math.Pow(float64(cells[0].grosses[1][d])/400-1, 2) / n
		if ratio := cells[0].costs[1][d] / cells[0].grosses[1][d]; math.Abs(float64(ratio)-.25) > 1e-6 {
			t.Fatalf("draw %d: cost over gross is %v, want ¼", d, ratio)
		}
	}
	// Of four equal bands each keeps 1 − ¼ of its own variance ½/4, in first order.
	if want := variance / 4 * 3 / 4; squares < .7*want || squares > 1.3*want {
		t.Errorf("relative variance of a band %.3f, want about %.3f", squares, want)
	}
	if cells[0].grosses[0][7] != cells[0].grosses[1][7] {
		t.Error("a draw has another mix in the next year")
	}
}

func filled(n int, v float32) []float32 {
	out := make([]float32, n)
	for d := range out {
		out[d] = v
	}
	return out
}

// TestMixVariance by hand: two bands of 2 and 1 persons cost 30 and 9, so a person 13.
// The bands miss that by 4 and −4: R = 32/169 over V = 3. Another service has one band
// and so no such error in 7 persons. All together 32/169 over 10 is the prior.
func TestMixVariance(t *testing.T) {
	key := func(service, band string) cellKey { return cellKey{"999", service, band} }
	row := func(volume, gross float64) map[int64]panelRow {
		return map[int64]panelRow{2024: {FullYearPersons: volume, GrossFixed: 100 * gross}}
	}
	f := &future{cells: cells{by: map[cellKey]map[int64]panelRow{
		key("a", "18-22"): row(2, 30), key("a", "23-29"): row(1, 9), key("b", "18-22"): row(7, 70),
	}}}
	for _, k := range []cellKey{key("a", "18-22"), key("a", "23-29"), key("b", "18-22")} {
		f.items = append(f.items, forecastCell{key: k, relative: 1})
	}
	r := &run{calendar: calendar{firstYear: 2024, lastYear: 2024}}
	got := f.mixVariances(r)
	prior := 32. / 169 / 10
	for service, want := range map[string]float64{"a": (32./169 + 20*prior) / 23, "b": 20 * prior / 27} {
		if v := got[serviceKey{"999", service}]; math.Abs(v-want) > 1e-12 {
			t.Errorf("service %s: %v, want %v", service, v, want)
		}
	}
}

// TestStatusOfTotals: what an interval rests on.
func TestStatusOfTotals(t *testing.T) {
	e := totalEvidence{rests: forecasts.OK, stretch: forecasts.Stretch{Factors: []float64{1, 1.1, .9}}}
	for h, want := range []string{"draws", "widened", "narrowed"} {
		if got := e.status(h); got != want {
			t.Errorf("factor %v: %s, want %s", e.stretch.Factors[h], got, want)
		}
	}
	if got := (totalEvidence{}).status(0); got != "no_evidence" {
		t.Errorf("without factors: %s", got)
	}
}
