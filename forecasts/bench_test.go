package forecasts

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// BenchmarkForecast is a municipality's run: 600 yearly series of 11 points in
// nested groups, five years ahead. CPU is the processor time, which a busy machine
// does not stretch.
func BenchmarkForecast(b *testing.B) {
	for _, draws := range []int{0, 1000} {
		b.Run(fmt.Sprintf("draws=%d", draws), func(b *testing.B) {
			p := walks(rand.New(rand.NewPCG(1, 2)), 600, 11, 0.2)
			for i := range p.Series {
				p.Series[i].Groups = []string{fmt.Sprintf("g%d", i%15), fmt.Sprintf("k%d", i%3), "all"}
			}
			before := cpuSeconds()
			for b.Loop() {
				if _, err := Forecast(context.Background(), p, Options{Horizon: 5, Draws: draws, Seed: 1}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric((cpuSeconds()-before)/float64(b.N), "cpu-s/op")
		})
	}
}

// BenchmarkModel is time and allocation of each model on 20 years and on 72 months, of
// 100 and of 400 series: ns/series is the same in both where time grows in proportion.
// A model that does no such series is left out.
func BenchmarkModel(b *testing.B) {
	for _, frequency := range []int{1, 12} {
		for _, series := range []int{100, 400} {
			p := benchPanel(frequency, series)
			for _, m := range Models {
				b.Run(fmt.Sprintf("%s/frequency=%d/series=%d", m.Name(), frequency, series), func(b *testing.B) { benchModel(b, m, p) })
			}
		}
	}
}

func benchModel(b *testing.B, m Model, p Panel) {
	paths, err := m.Fit(p, p.Frequency)
	if err != nil {
		b.Fatal(err)
	}
	if !slices.ContainsFunc(paths, func(path Path) bool { return path.Err == nil }) {
		b.Skipf("does no series: %v", paths[0].Err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Fit(p, p.Frequency); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(p.Series)), "ns/series")
}

// benchPanel is services of ten bands of ten years of age; yearly ones know their persons
// by age and duration and the inhabitants.
func benchPanel(frequency, series int) Panel {
	rng := rand.New(rand.NewPCG(1, 2))
	p := walks(rng, series, map[int]int{1: 20, 12: 72}[frequency], 0.2)
	p.Frequency = frequency
	if frequency > 1 {
		return p
	}
	for i := range p.Series {
		s := &p.Series[i]
		s.Exposure = projected(flat(1000, len(s.Values)+frequency)...)
		s.Band = Band{i % 10 * 10, i%10*10 + 9}
		if i%10 == 0 {
			s.Flow = benchFlow(rng, p.Last())
		} else {
			s.Flow = p.Series[i-1].Flow
		}
	}
	return p
}

// benchFlow is a service of about 200 persons in each band, of whom a fifth enter and leave
// each year.
func benchFlow(rng *rand.Rand, last int) *Flow {
	f := &Flow{}
	for year := last - 4; year <= last; year++ {
		for age := range 100 {
			for d := Entrant; d <= longest; d++ {
				n := float64(2 + rng.IntN(5))
				f.Rows = append(f.Rows, FlowRow{Year: year, Age: age, Duration: d, Persons: n, Exits: math.Round(n / 5), Days: n * 0.8, ExitDays: math.Round(n/5) / 2})
			}
		}
	}
	return f
}
