package forecasts

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func forecast(t *testing.T, p Panel, opts Options) Result {
	t.Helper()
	r, err := Forecast(context.Background(), p, opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestStatuses: each awkward series has a path, or says why not, and an interval
// only where there is evidence.
func TestStatuses(t *testing.T) {
	p := walks(rand.New(rand.NewPCG(1, 2)), 40, 11, 0)
	nan := math.NaN()
	extra := map[string][]float64{
		"two":      {5, 6},
		"four":     {5, 6, 7, 6},
		"constant": {5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5},
		"empty":    {nan, nan},
		"eight":    {5, 6, 5, 7, 5, 6, 8, 7},
	}
	for _, key := range names(extra) {
		first := 2011 - len(extra[key])
		p.Series = append(p.Series, Series{Key: key, Groups: []string{"all"}, First: first, Values: extra[key]})
	}
	p.Series = append(p.Series, Series{Key: "stale", Groups: []string{"all"}, First: 2000, Values: []float64{5, 6, 5, 7, 5, 6, 8, 7, 6}})
	want := map[string][]Status{
		"s000":     {OK, OK, OK, OK, OK},
		"two":      {TooShort, TooShort, TooShort, TooShort, TooShort},
		"four":     {Borrowed, Borrowed, Borrowed, Borrowed, Borrowed},
		"constant": {ScaleZero, ScaleZero, ScaleZero, ScaleZero, ScaleZero},
		"empty":    {NoData, NoData, NoData, NoData, NoData},
		"eight":    {OK, OK, OK, Extrapolated, Extrapolated},
		"stale":    {Stale, Stale, Extrapolated, Extrapolated, Extrapolated},
	}
	r := forecast(t, p, Options{Horizon: 5, Draws: 50, Seed: 1})
	for _, f := range r.Series {
		if w, ok := want[f.Key]; ok {
			if diff := cmp.Diff(w, f.Status); diff != "" {
				t.Errorf("%s (-want +got):\n%s", f.Key, diff)
			}
		}
		for h, q := range f.Quantiles {
			interval := !slices.Contains([]Status{TooShort, ScaleZero, NoData}, f.Status[h])
			if finite(q.P025) != interval || finite(q.P90) != interval {
				t.Errorf("%s horizon %d: status %s with %+v", f.Key, h+1, f.Status[h], q)
			}
			if finite(f.Mean[h]) != (f.Key != "empty") {
				t.Errorf("%s horizon %d: mean %v", f.Key, h+1, f.Mean[h])
			}
		}
		if f.Key == "two" && f.Model != "naive" {
			t.Errorf("two points were forecast by %s, want naive", f.Model)
		}
	}
}

// TestNoEvidence: a panel of short series has paths and no interval, and each
// level that the scores cannot reach is left out.
func TestNoEvidence(t *testing.T) {
	short := forecast(t, walks(rand.New(rand.NewPCG(1, 2)), 40, 5, 0), Options{Horizon: 2, Draws: 5})
	f := short.Series[0]
	if f.Status[0] != NoEvidence || finite(f.Quantiles[0].P10) || f.Model != "naive" || short.Choices[0].Reason != "default" {
		t.Errorf("five points: %+v, choice %+v; want naive by default without interval", f, short.Choices[0])
	}
	// 6 series of 7 points have 12 scores at horizon 1 and 6 at 2: 18 < 19.
	few := forecast(t, walks(rand.New(rand.NewPCG(1, 2)), 6, 7, 0), Options{Horizon: 2})
	q := few.Series[0].Quantiles[0]
	if few.Series[0].Status[0] != FewScores || finite(q.P025) || !finite(q.P10) {
		t.Errorf("18 scores: %s with %+v; want an 80 %% interval only", few.Series[0].Status[0], q)
	}
}

// TestInvariants: quantiles are in order, do not narrow with the horizon, respect
// the floor, draws match their quantiles, and the mean of draws is the point.
func TestInvariants(t *testing.T) {
	p := walks(rand.New(rand.NewPCG(5, 6)), 60, 11, 0.3)
	low := p.Series[0]
	for i := range low.Values {
		low.Values[i] = max(1, low.Values[i]-190)
	}
	const n = 1000
	r := forecast(t, p, Options{Horizon: 8, Draws: n, Seed: 3})
	for i, f := range r.Series {
		width := 0.0
		for h, q := range f.Quantiles {
			in := []float64{0, q.P025, q.P10, q.P25, q.P50, q.P75, q.P90, q.P975}
			if !slices.IsSorted(in) {
				t.Errorf("%s horizon %d: quantiles %v are not in order above 0", f.Key, h+1, q)
			}
			if q.P975-q.P50 < width-1e-9 {
				t.Errorf("%s horizon %d: the interval narrowed", f.Key, h+1)
			}
			width = q.P975 - q.P50
			if m := meanOf(f.Draws[h]); math.Abs(m-f.Mean[h]) > 1e-5*math.Abs(f.Mean[h]) {
				t.Errorf("%s horizon %d: mean of draws %v, point %v", f.Key, h+1, m, f.Mean[h])
			}
			if d := quantilesOf(f.Draws[h]); i > 0 && math.Abs(d.P90-q.P90) > 0.1*width {
				t.Errorf("%s horizon %d: p90 of draws %v, of the interval %v", f.Key, h+1, d.P90, q.P90)
			}
			if slices.Min(f.Draws[h]) < 0 {
				t.Errorf("%s horizon %d: a draw is below 0", f.Key, h+1)
			}
		}
		if f.Status[6] != Extrapolated || f.Status[5] != OK {
			t.Errorf("%s: statuses %v, want extrapolated from horizon 7 on", f.Key, f.Status)
		}
	}
}

// TestWorkers: one processor gives what many give, and the same twice.
func TestWorkers(t *testing.T) {
	p := walks(rand.New(rand.NewPCG(5, 6)), 40, 11, 0.3)
	run := func(workers int) Result {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(workers))
		return forecast(t, p, Options{Horizon: 4, Draws: 100, Seed: 3})
	}
	one, many := run(1), run(8)
	opts := cmp.Options{cmpopts.EquateNaNs(), cmpopts.IgnoreUnexported(Result{}, Choice{}), cmpopts.IgnoreFields(Result{}, "Scores"), cmpopts.EquateErrors()}
	one.dropErrors()
	many.dropErrors()
	if diff := cmp.Diff(one, many, opts); diff != "" {
		t.Errorf("the number of workers changed the result:\n%s", diff)
	}
	if diff := cmp.Diff(one.Scores.scaled, many.Scores.scaled, opts); diff != "" {
		t.Errorf("the number of workers changed the scores:\n%s", diff)
	}
}

// dropErrors keeps only the model of each refusal; errors do not compare.
func (r *Result) dropErrors() {
	for i := range r.Series {
		for k := range r.Series[i].Refused {
			r.Series[i].Refused[k].Err = nil
		}
	}
}

// TestOrderOfSeries: reordering the panel changes no series' path or draws beyond
// rounding, since streams are named by key.
func TestOrderOfSeries(t *testing.T) {
	p := walks(rand.New(rand.NewPCG(7, 8)), 40, 11, 0.3)
	q := Panel{Frequency: 1, Series: slices.Clone(p.Series)}
	slices.Reverse(q.Series)
	a := forecast(t, p, Options{Horizon: 3, Draws: 50, Seed: 3})
	b := forecast(t, q, Options{Horizon: 3, Draws: 50, Seed: 3})
	for i, f := range a.Series {
		g := b.Series[len(b.Series)-1-i]
		if diff := cmp.Diff(f.Mean, g.Mean, cmpopts.EquateApprox(1e-9, 0)); diff != "" {
			t.Fatalf("%s: path changed:\n%s", f.Key, diff)
		}
		if diff := cmp.Diff(f.Draws, g.Draws, cmpopts.EquateApprox(1e-6, 0)); diff != "" {
			t.Fatalf("%s: draws changed:\n%s", f.Key, diff)
		}
	}
}

// TestFallback: a series that the chosen model cannot do takes the next that can,
// and the reason is kept.
func TestFallback(t *testing.T) {
	p := walks(rand.New(rand.NewPCG(9, 10)), 40, 11, 0)
	population := make([]float64, 20)
	for i := range population {
		population[i] = 1000 * math.Pow(1.2, float64(i))
	}
	for i := range p.Series {
		for k := range p.Series[i].Values {
			p.Series[i].Values[k] *= population[k] / 1000
		}
		if i > 0 {
			p.Series[i].Exposure = []Vintage{{Known: 2000, First: 2000, Values: population}}
		}
	}
	r := forecast(t, p, Options{Horizon: 2, Models: []Model{naive, demography}})
	if got := r.Series[1].Model; got != "demography" {
		t.Errorf("usage that is level in a growing population was forecast by %s, want demography", got)
	}
	f := r.Series[0]
	if f.Model != "naive" || len(f.Refused) != 1 || f.Refused[0].Model != "demography" {
		t.Errorf("without exposure: %s, refused %v; want naive and a reason", f.Model, f.Refused)
	}
}

// TestCoverage: intervals made before the fact hold 80 and 95 % of walks that have
// nothing in common, in the published summary and in the future.
func TestCoverage(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	p := walks(rng, 300, 16, 0)
	r := forecast(t, p.At(2010), Options{Horizon: 5})
	var in80, in95, n float64
	for i, f := range r.Series {
		for h, q := range f.Quantiles {
			y := p.Series[i].at(r.First + h)
			n++
			if q.P10 <= y && y <= q.P90 {
				in80++
			}
			if q.P025 <= y && y <= q.P975 {
				in95++
			}
		}
	}
	// 300 series, horizons dependent: a standard error of about 2 and 1 %.
	if math.Abs(in80/n-.8) > .06 || math.Abs(in95/n-.95) > .03 {
		t.Errorf("future coverage %.3f and %.3f, want .80 ± .06 and .95 ± .03", in80/n, in95/n)
	}
	for _, row := range r.Summary {
		honest := row.Model == "naive" || row.Model == Selected
		if honest && row.Group == "all" && row.Horizon == 0 && (math.Abs(row.Coverage80-.8) > .06 || math.Abs(row.Coverage95-.95) > .03) {
			t.Errorf("published coverage of %s: %.3f and %.3f", row.Model, row.Coverage80, row.Coverage95)
		}
	}
}

func ExampleForecast() {
	var p Panel
	p.Frequency = 1
	for i := range 40 {
		values := make([]float64, 11)
		for t := range values {
			values[t] = 100 + float64(t%3) + float64(i%4)
		}
		p.Series = append(p.Series, Series{Key: fmt.Sprintf("volume/%d", i), Groups: []string{"volume"}, First: 2013, Values: values, NonNegative: true})
	}
	r, err := Forecast(context.Background(), p, Options{Horizon: 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	f := r.Series[0]
	fmt.Println(f.Key, r.First, f.Model, f.Mean, f.Status)
	// Output: volume/0 2024 flat3 [101 101] [ok ok]
}

// TestMonthly: three years of training, scaled by the change from the same month a
// year before, and horizons of months.
func TestMonthly(t *testing.T) {
	p := walks(rand.New(rand.NewPCG(13, 14)), 30, 54, 0.2)
	p.Frequency = 12
	r := forecast(t, p, Options{Horizon: 18, Draws: 20, Seed: 1})
	// The last month is 2053, so 2035 leaves 18; every fifth month from there on, and
	// none before since 2030 has under 36 months.
	if o := r.Scores.Origins; !slices.Equal(o, []int{2035, 2040, 2045, 2050}) {
		t.Errorf("origins %v, want every fifth month from the 36th on", o)
	}
	for row := range r.Scores.Rows() {
		var sum float64
		s := p.Series[0]
		for k := 12; k < 36; k++ {
			sum += math.Abs(s.Values[k] - s.Values[k-12])
		}
		if math.Abs(row.Scale-sum/24) > 1e-12 {
			t.Errorf("scale %v, want %v", row.Scale, sum/24)
		}
		break
	}
	if s := r.Series[0].Status; s[0] != OK || s[17] != OK {
		t.Errorf("statuses %v, want ok: 54 months hold 18 horizons", s)
	}
}

// TestCancelled: a run that is told to stop says so.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Forecast(ctx, walks(rand.New(rand.NewPCG(1, 2)), 5, 8, 0), Options{Horizon: 1}); err == nil {
		t.Error("a cancelled run gave a result")
	}
}
