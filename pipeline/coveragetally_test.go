package pipeline_test

import (
	"fmt"
	"math"
	"slices"
)

// tallies are means over seeds, by name.
type tallies map[string]*tally

func (ts tallies) of(name string) *tally {
	if ts[name] == nil {
		ts[name] = &tally{}
	}
	return ts[name]
}

// take takes up one seed.
func (ts tallies) take(one coverageSeed) {
	for _, key := range coverageKeys() {
		if s, ok := one.ours[key]; ok {
			ts.of(key.String() + " 80").add(s.in80)
			ts.of(key.String() + " 95").add(s.in95)
			ts.of(key.String()+" wis").addRatio(s.wis, one.naive[key].wis)
			ts.of(key.String()+" error").addRatio(s.error, one.naive[key].error)
		}
	}
	for who, errors := range one.skill {
		ts.of("skill "+who).addRatio(errors[0], errors[1])
	}
}

func (ts tallies) print(intervals bool) {
	if intervals {
		fmt.Printf("%-10s %-18s %-8s %14s %14s %22s %22s\n", "level", "measure", "horizon", "80 %", "95 %", "WIS / naive's, %", "error / naive's, %")
		for _, key := range coverageKeys() {
			name := key.String()
			fmt.Printf("%-10s %-18s %-8d %14s %14s %22s %22s\n", key.level, key.measure, key.horizon, ts.of(name+" 80"), ts.of(name+" 95"), ts.of(name+" wis"), ts.of(name+" error"))
		}
	}
	for _, who := range []string{"all ages", "67+"} {
		fmt.Println("skill of demography against flat3, " + who + ": " + ts.of("skill "+who).skill())
	}
}

// A tally is the ratio of two sums over seeds with its standard error; a mean is one
// whose lower sum counts seeds. The mean of ratios would favour what stands below.
type tally struct {
	n                    int
	above, below         float64
	squares, lower, both float64
	ratios               []float64
}

func (t *tally) add(v float64) { t.addRatio(v, 1) }

func (t *tally) addRatio(a, b float64) {
	if math.IsNaN(a) || math.IsNaN(b) { // no interval
		return
	}
	t.n, t.above, t.below = t.n+1, t.above+a, t.below+b
	t.ratios = append(t.ratios, a/b)
	t.squares, t.lower, t.both = t.squares+a*a, t.lower+b*b, t.both+a*b
}

func (t *tally) mean() float64 { return t.above / t.below }

// se is that of a ratio R = Σa/Σb by its linearisation, √(n/(n−1) Σ(a − R b)²)/Σb: the
// usual one where b is 1. It is NaN with one seed.
func (t *tally) se() float64 {
	n, m := float64(t.n), t.mean()
	if t.n < 2 {
		return math.NaN()
	}
	return math.Sqrt(max(0, t.squares-2*m*t.both+m*m*t.lower)*n/(n-1)) / t.below
}

// skill is 1 less the ratio: with its standard error, two of these on each side, and the
// middle 95 % of the seeds, which says how one municipality differs from the next.
func (t *tally) skill() string {
	m, se := 100*(1-t.mean()), 100*t.se()
	each := slices.Sorted(slices.Values(t.ratios))
	at := func(p float64) float64 {
		if len(each) == 0 {
			return math.NaN()
		}
		return 100 * (1 - each[int(math.Round(p*float64(len(each)-1)))])
	}
	return fmt.Sprintf("%.2f ± %.2f %%, 95 %% interval of the mean %.2f to %.2f, of seeds %.2f to %.2f", m, se, m-2*se, m+2*se, at(.975), at(.025))
}

func (t *tally) String() string { return fmt.Sprintf("%5.1f ± %.1f", 100*t.mean(), 100*t.se()) }
