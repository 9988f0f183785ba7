package refusion

import (
	"fmt"
	"math"
	"math/big"

	"opdrift/pipeline/money"
)

// A Group says which of a scheme's two sets of amounts counts.
type Group int

const (
	Adult Group = iota // one unit a person
	Young              // children, and support after care: the household where the version says so
)

// A Level is what a scheme pays of a unit's month.
type Level struct {
	Steps   []Step
	Assumed bool // the amounts are carried from an earlier year
}

// A Step is an amount a year and the percentage of all that is above its twelfth.
type Step struct {
	Above   money.Ore
	Percent int64
}

// Level returns the amounts of a scheme in a month; false before its first version and
// where it has no amounts.
//
// In the calendar year of a version's valid_from they are as published. In a later year
// that has no version, n years on, each is amount × (1 + growth)^n, exact, rounded to
// the version's rounding, half up, as published levels are: the law regulates them once
// a year (serviceloven § 182), by a percentage that is not known ahead.
func (r Rules) Level(scheme string, month int64, g Group, opts Options) (Level, bool) {
	t, _ := r.threshold(scheme, month)
	if t == nil {
		return Level{}, false
	}
	steps := t.Adult.Steps
	if g == Young && len(t.Young.Steps) > 0 {
		steps = t.Young.Steps
	}
	years := month/12 - int64(t.ValidFrom.Year())
	level := Level{Assumed: years > 0}
	for _, s := range steps {
		above := s.Above
		if years > 0 {
			above = carry(s.Above, years, opts.ThresholdGrowth, t.Rounding)
		}
		level.Steps = append(level.Steps, Step{money.Ore(above * 100), s.Percent})
	}
	return level, true
}

// carry returns kroner × (1 + growth)^years to a whole multiple of rounding, half up.
// The growth is taken in whole millionths, so that every machine gets the same amount.
func carry(kroner, years int64, growth float64, rounding int64) int64 {
	n := big.NewInt(years)
	factor := big.NewInt(1_000_000 + int64(math.Round(growth*1e6)))
	above := new(big.Int).Mul(big.NewInt(kroner), factor.Exp(factor, n, nil))
	below := new(big.Int).Exp(big.NewInt(1_000_000), n, nil)
	below.Mul(below, big.NewInt(rounding))
	twice := above.Mul(above, big.NewInt(2)).Add(above, below)
	return twice.Quo(twice, below.Mul(below, big.NewInt(2))).Int64() * rounding
}

// Refund is what the scheme pays of a unit's month, in whole øre. With amounts A_k a
// year, percentages p_k of what is above them (p_0 = 0) and base B, the unit's eligible
// cost less other refunds less income in the month,
//
//	refund = Σ_k (p_k − p_{k−1}) / 100 × max(0, B − A_k / 12)
//
// exact, and rounded once, half up. A base at or below the first twelfth, 0 or negative
// refunds nothing: what is negative in one month is not carried to another.
//
// Source: bekendtgørelse nr. 1485 af 6. december 2023, § 3, stk. 1 (by month, above 1/12
// of the amounts of serviceloven § 176, stk. 1). The law says nothing of rounding.
//
// It panics on a base above 10^15 øre, which the caller has checked.
func (l Level) Refund(base money.Ore) money.Ore {
	if base > maxMonth {
		panic(fmt.Sprintf("refusion: base of %d øre in a month, at most %d", base, maxMonth))
	}
	var sum, before int64 // 1200ths of an øre
	for _, s := range l.Steps {
		if over := 12*int64(max(base, 0)) - int64(s.Above); over > 0 {
			sum += over * (s.Percent - before)
		}
		before = s.Percent
	}
	return money.Ore((sum + 600) / 1200)
}

// Reaches says whether a base is above the twelfth of the first amount.
func (l Level) Reaches(base money.Ore) bool {
	return len(l.Steps) > 0 && 12*int64(max(base, 0)) > int64(l.Steps[0].Above)
}

// Floor is an amount a month, in whole øre, at or below which no unit gets anything of a
// scheme in the months from first to last: what need not be looked at. 0 where the scheme
// has no amounts.
func (r Rules) Floor(scheme string, first, last int64, opts Options) money.Ore {
	var floor money.Ore
	for m := first; m <= last; m++ {
		for _, g := range []Group{Adult, Young} {
			if l, ok := r.Level(scheme, m, g, opts); ok {
				if low := l.Steps[0].Above / 12; floor == 0 || low < floor {
					floor = low
				}
			}
		}
	}
	return floor
}
