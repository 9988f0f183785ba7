// Package money holds amounts in whole øre, so that tables add up exactly and
// two runs agree to the last digit.
//
// An amount becomes a float only to be multiplied by an index or compared, and
// comes back through [FromFloat] once. A sum is divided by [Apportion],
// [ApportionFloat] or [Cumulative], whose parts always add up to the sum.
//
// The hundredth of any currency will do: an English extract is in pence, and
// the name of the currency is given only where an amount is written for people.
package money

import (
	"fmt"
	"math"
)

// An Ore is an amount in hundredths of a krone. The range is that of int64,
// about ±92 thousand billion kroner.
type Ore int64

// FromFloat returns an amount in kroner as whole øre: kroner × 100, rounded
// half away from zero. It is the inverse of [Ore.Kroner] below 2^51 øre.
//
// NaN, infinities and amounts outside the range of [Ore] are errors.
func FromFloat(kroner float64) (Ore, error) {
	ore := math.Round(kroner * 100)
	// The comparison is false for NaN. -2^63 is an Ore, 2^63 is not.
	if !(ore >= -(1<<63) && ore < 1<<63) {
		return 0, fmt.Errorf("amount %v kroner cannot be held in whole øre: need a finite number within ±92233720368547758 kroner", kroner)
	}
	return Ore(ore), nil
}

// Kroner returns the amount in kroner, as near as a float64 comes.
func (o Ore) Kroner() float64 { return float64(o) / 100 }

// String returns the amount in kroner as [Parse] reads it: a point, two
// decimals, no grouping, such as "-1234.50".
func (o Ore) String() string {
	abs := o.abs()
	return fmt.Sprintf("%s%d.%02d", o.sign(), abs/100, abs%100)
}

// abs is unsigned because the smallest Ore has no positive counterpart.
func (o Ore) abs() uint64 {
	if o < 0 {
		return -uint64(o)
	}
	return uint64(o)
}

func (o Ore) sign() string {
	if o < 0 {
		return "-"
	}
	return ""
}

// signed is the inverse of abs.
func signed(abs uint64, negative bool) Ore {
	if negative {
		return Ore(-abs)
	}
	return Ore(abs)
}
