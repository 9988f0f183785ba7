package config

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A Fault is one thing wrong with the configuration. The errors of [Load] and
// [Config.Validate] join faults, one a line; errors.As finds the first.
type Fault struct {
	Where string // "opdrift.yaml:12", "OPDRIFT_HORIZON", "--horizon", or empty
	Path  string // of the setting, or empty
	Text  string // what is wrong and what is allowed

	rank, line int // order of reporting: file by line, environment, flags
}

func (f *Fault) Error() string {
	s := f.Text
	if f.Path != "" {
		s = f.Path + " " + s
	}
	if f.Where != "" {
		s = f.Where + ": " + s
	}
	return s
}

// mostFaults are shown: more come from a file that is no configuration at all.
const mostFaults = 100

// join sorts faults into reading order and joins them; nil when there are none.
func join(faults []*Fault) error {
	slices.SortStableFunc(faults, func(a, b *Fault) int {
		if a.rank != b.rank {
			return a.rank - b.rank
		}
		return a.line - b.line
	})
	var errs []error
	for i, f := range faults {
		if i == mostFaults {
			errs = append(errs, errors.New("and more faults: mend these first"))
			break
		}
		errs = append(errs, f)
	}
	return errors.Join(errs...)
}

// An origin is the place a value came from.
type origin struct {
	rank   int    // 0 default, 1 file, 2 environment, 3 flag
	where  string // as Fault.Where
	line   int
	reason string
}

func (o origin) fault(path, format string, args ...any) *Fault {
	return &Fault{Where: o.where, Path: path, Text: fmt.Sprintf(format, args...), rank: o.rank, line: o.line}
}

// quoted shows a value from outside in an error: short, on one line, and with
// quotes unless it is a plain word or number.
func quoted(s string) string {
	s = clip(s)
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("_-.%:/+!", r)
	}
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return !plain(r) }) {
		return strconv.Quote(s)
	}
	return s
}

// clip cuts a value to what fits in an error.
func clip(s string) string {
	const most = 60
	for i := range s {
		if i >= most {
			return s[:i] + "…"
		}
	}
	return s
}

// nearest returns the candidate most like name, or "" when none is near: at
// most one edit for each three letters. Ties go to the first by name.
func nearest(name string, candidates []string) string {
	best, at := "", max(1, len(name)/3)+1
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		if d := edits(strings.ToLower(name), c); d < at {
			best, at = c, d
		}
	}
	return best
}

// edits is the Levenshtein distance of a and b in bytes, with a swap of
// neighbours as one edit.
func edits(a, b string) int {
	two, one := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range one {
		one[j] = j
	}
	for i := range len(a) {
		row := make([]int, len(b)+1)
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(one[j+1]+1, row[j]+1, one[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], two[j-1]+1)
			}
		}
		two, one = one, row
	}
	return one[len(b)]
}
