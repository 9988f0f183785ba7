package forecasts

import (
	"context"
	"fmt"
	"math/rand/v2"
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

// BenchmarkModel is time and allocation of each model on 100 series, of 20 years and
// of 72 months.
func BenchmarkModel(b *testing.B) {
	for _, frequency := range []int{1, 12} {
		n := map[int]int{1: 20, 12: 72}[frequency]
		p := walks(rand.New(rand.NewPCG(1, 2)), 100, n, 0.2)
		p.Frequency = frequency
		for _, m := range Models {
			b.Run(fmt.Sprintf("%s/frequency=%d", m.Name(), frequency), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := m.Fit(p, frequency); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
