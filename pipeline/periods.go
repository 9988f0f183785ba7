package pipeline

import (
	"fmt"
	"strconv"
)

// Frequencies of a series: periods a year.
const (
	yearly    = 1
	quarterly = 4
	monthly   = 12
)

var frequencyNames = map[int]string{yearly: "yearly", quarterly: "quarterly", monthly: "monthly"}

// The years that a period may have. A year beyond them is a slip of the pen, and
// would stretch a series over thousands of missing periods.
const (
	oldestYear = 1800
	newestYear = 2200
)

// parsePeriod reads a period as 2014, 2014-Q1 or 2014-01. The index counts periods
// of that frequency from year 0.
func parsePeriod(text string) (frequency, index int, ok bool) {
	if len(text) < 4 {
		return 0, 0, false
	}
	year, ok := digitsOf(text[:4])
	if !ok || year < oldestYear || year > newestYear {
		return 0, 0, false
	}
	switch {
	case len(text) == 4:
		return yearly, year, true
	case len(text) == 7 && text[4:6] == "-Q":
		quarter, ok := digitsOf(text[6:])
		return quarterly, year*4 + quarter - 1, ok && quarter >= 1 && quarter <= 4
	case len(text) == 7 && text[4] == '-':
		month, ok := digitsOf(text[5:])
		return monthly, year*12 + month - 1, ok && month >= 1 && month <= 12
	}
	return 0, 0, false
}

func digitsOf(text string) (int, bool) {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return 0, false
		}
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}

// formatPeriod writes an index as parsePeriod reads it.
func formatPeriod(frequency, index int) string {
	switch frequency {
	case quarterly:
		return fmt.Sprintf("%04d-Q%d", index/4, index%4+1)
	case monthly:
		return fmt.Sprintf("%04d-%02d", index/12, index%12+1)
	}
	return fmt.Sprintf("%04d", index)
}
