package refusion

import (
	"math"
	"math/rand/v2"
	"testing"
)

// pair is a pool of two persons, both kept: months of 100,000 and 65,000 kroner, with no
// other cost.
func pair() *Pool {
	unit := func(ore float64, cell int) UnitYear {
		u := UnitYear{Cell: cell, Shares: []Share{{Cell: cell}}}
		for m := range 12 {
			u.Base[m], u.Paid[m], u.Shares[0].Of[m] = ore, true, 1
		}
		return u
	}
	units := []UnitYear{unit(10_000_000, 0), unit(6_500_000, 1)}
	return &Pool{Years: 1, Kept: [][]UnitYear{units}, Top: units}
}

// stay is the chance that nobody leaves. Their places are taken, so the luck of Top, which
// is of the same persons, does not matter.
var stay = Chance{until: []float64{math.Inf(1), math.Inf(1)}, luck: []float64{.9, .9}}

func paidOf(t *testing.T, p *Pool, c Chance, factor float64) (a, b float64) {
	t.Helper()
	levels := shippedRules(t).LevelsOf("central", in("2022-01"), Options{})
	cells := make([]float64, 2)
	p.Pay(c, Year{Horizon: 1, Total: factor * 12 * 16_500_000, Ratio: []float64{1, 1}, Price: []float64{1, 1}, Rest: 1, Levels: &levels}, cells)
	return cells[0], cells[1]
}

// TestPlainRule: with nothing that varies, the draw is the rule on what the two cost. The
// twelfth of 860,000 is 71,666.6667: (100,000 − 71,666.6667) × 25 % = 7,083.3333 a month, to
// whole øre 7,083.33, × 12 = 84,999.96; 65,000 is below it.
func TestPlainRule(t *testing.T) {
	a, b := paidOf(t, pair(), stay, 1)
	if a != 8_499_996 || b != 0 {
		t.Errorf("paid %v and %v øre, want 8499996 and 0", a, b)
	}
}

// TestConvex: half the draws cost 20 % less than the mean and half 20 % more.
//
//	less:  80,000 and 52,000: (80,000 − 71,666.6667) × 25 % = 2,083.33; 0
//	more: 120,000 and 78,000: (120,000 − 71,666.6667) × 25 % = 12,083.33; (78,000 − 71,666.6667) × 25 % = 1,583.33
//
// The first is above the amount in both, where the rule is a straight line: the mean is
// 7,083.33 a month, as of the mean cost. The second passes it in one: the mean is 791.665,
// and of the mean cost it is 0. Together the mean over draws is 94,499.94 a year, the rule on
// the mean 84,999.96.
func TestConvex(t *testing.T) {
	lessA, lessB := paidOf(t, pair(), stay, .8)
	moreA, moreB := paidOf(t, pair(), stay, 1.2)
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"less, first", lessA, 12 * 208_333}, {"less, second", lessB, 0},
		{"more, first", moreA, 12 * 1_208_333}, {"more, second", moreB, 12 * 158_333},
		{"mean", (lessA + lessB + moreA + moreB) / 2, 9_449_994},
	} {
		if c.got != c.want {
			t.Errorf("%s: %v øre, want %v", c.name, c.got, c.want)
		}
	}
	meanA, meanB := paidOf(t, pair(), stay, 1)
	if meanA+meanB >= 9_449_994 {
		t.Error("the mean over draws is not above the rule on the mean")
	}
}

// TestPrices: the second's service becomes a fifth dearer, and the total rises by as much:
// 16,500,000 + 0.2 × 6,500,000 = 17,800,000 øre a month. The first stays at 100,000 kroner
// and the second costs 78,000: 7,083.33 and 1,583.33 a month.
func TestPrices(t *testing.T) {
	levels, cells := shippedRules(t).LevelsOf("central", in("2022-01"), Options{}), make([]float64, 2)
	pair().Pay(stay, Year{Horizon: 1, Total: 12 * 17_800_000, Ratio: []float64{1, 1}, Price: []float64{1, 1.2}, Rest: 1, Levels: &levels}, cells)
	if cells[0] != 12*708_333 || cells[1] != 12*158_333 {
		t.Errorf("paid %v øre, want %v and %v", cells, 12*708_333, 12*158_333)
	}
}

// TestLeaving: the first leaves after half the year; nobody takes his place, because the
// luck is low. The year's cost is then that of six of his months and twelve of the other's,
// 600,000 + 780,000 = 1,380,000, and is scaled to the same total of 1,980,000, by 1.434783:
// 143,478.26 and 93,260.87 a month. The twelfth of 1,680,000 is 140,000:
//
//	first:  (143,478.26 − 71,666.6667) × 25 % + (143,478.26 − 140,000) × 25 % = 17,952.8984 + 869.5650 = 18,822.46, six times
//	second: (93,260.87 − 71,666.6667) × 25 % = 5,398.5508 = 5,398.55, twelve times
func TestLeaving(t *testing.T) {
	c := Chance{until: []float64{.5, math.Inf(1)}, luck: []float64{0, 0}}
	a, b := paidOf(t, pair(), c, 1)
	if a != 6*1_882_246 || b != 12*539_855 {
		t.Errorf("paid %v and %v øre, want %v and %v", a, b, 6*1_882_246, 12*539_855)
	}
}

// TestPlaces: the kept hold 2 of 2 places, and then 1.5; a quarter of each of Top's mean of
// one person is then open, and the luck of .9 is above exp(−0.25) = 0.779 and below
// exp(−0.25) × 1.25 = 0.974: one person.
func TestPlaces(t *testing.T) {
	p, y := pair(), Year{Horizon: 1, Ratio: []float64{1, 1}}
	if _, numbers := p.present(stay, y); numbers[0] != 0 || numbers[1] != 0 {
		t.Errorf("no place is open, and %v took one", numbers)
	}
	months, numbers := p.present(Chance{until: []float64{.5, 9}, luck: []float64{.9, .7}}, y)
	if months[0] != 6 || months[1] != 12 || numbers[0] != 1 || numbers[1] != 0 {
		t.Errorf("months %v, numbers %v; want 6 and 12, 1 and 0", months, numbers)
	}
}

// TestPoisson: the mean over evenly spread luck is that of the distribution.
func TestPoisson(t *testing.T) {
	for _, mean := range []float64{0, .2, 1, 4} {
		var sum float64
		for i := range 10_000 {
			sum += poisson(mean, (float64(i)+.5)/10_000)
		}
		if math.Abs(sum/10_000-mean) > .002 {
			t.Errorf("mean %v, want %v", sum/10_000, mean)
		}
	}
}

// TestStaying: 90 of 100 stayed, so about 0.9 are there after a year and 0.9² after two.
// With 4,000 draws the standard error is below 0.007.
func TestStaying(t *testing.T) {
	p := pair()
	p.Stayed, p.Left = 90, 10
	rng := rand.New(rand.NewPCG(1, 2))
	var one, two float64
	for range 4000 {
		c := p.Chance(rng)
		for _, until := range c.until {
			if until > 1 {
				one++
			}
			if until > 2 {
				two++
			}
		}
	}
	if math.Abs(one/8000-.9) > .02 || math.Abs(two/8000-.81) > .025 {
		t.Errorf("%v and %v are there after one and two years, want about 0.9 and 0.81", one/8000, two/8000)
	}
}

// TestFromStart: who came in April is there for the whole of a later year, at his mean.
func TestFromStart(t *testing.T) {
	u := UnitYear{Shares: []Share{{Cell: 3}}}
	for m := 3; m < 12; m++ {
		u.Base[m], u.Paid[m], u.Shares[0].Of[m] = 9+float64(m%3), true, 1 // 9, 10, 11 three times: mean 10
	}
	whole := u.FromStart()
	if whole.Cost() != 90+3*10 || !whole.Paid[0] || whole.Shares[0].Of[2] != 1 || u.Shares[0].Of[2] != 0 {
		t.Errorf("%+v", whole)
	}
}
