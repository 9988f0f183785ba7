package money

import (
	"fmt"
	"math"
	"strings"
)

// Parse reads an amount in kroner exactly: an optional sign, digits, and at
// most two decimals after a point. It refuses an empty string, grouping,
// decimal commas, exponents, spaces, a third decimal even if it is 0, and what
// does not fit in an [Ore].
func Parse(s string) (Ore, error) {
	digits, negative := strings.CutPrefix(s, "-")
	if !negative {
		digits = strings.TrimPrefix(digits, "+")
	}
	whole, decimals, point := strings.Cut(digits, ".")
	if whole == "" || point && decimals == "" {
		return 0, fmt.Errorf("amount %q: need digits such as -1234.50", s)
	}
	if len(decimals) > 2 {
		return 0, fmt.Errorf("amount %q has %d decimals: at most 2 are allowed, round it first", s, len(decimals))
	}
	limit := uint64(math.MaxInt64)
	if negative {
		limit++
	}
	var abs uint64
	for _, c := range []byte(whole + (decimals + "00")[:2]) {
		if c < '0' || c > '9' {
			return 0, fmt.Errorf("amount %q: %q is not a digit, need a number such as -1234.50", s, c)
		}
		d := uint64(c - '0')
		if abs > (limit-d)/10 {
			return 0, fmt.Errorf("amount %q is out of range: need at most 92233720368547758.07 either side of 0", s)
		}
		abs = abs*10 + d
	}
	return signed(abs, negative), nil
}
