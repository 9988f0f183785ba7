package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// unknown is the error for a name that is no command.
func unknown(kind, name string, commands []*cli.Command) error {
	var all []string
	for _, c := range commands {
		all = append(all, c.Name)
	}
	return usagef("unknown %s %q%s: want one of %s", kind, name, meant(name, all), names(commands))
}

func names(commands []*cli.Command) string {
	var all []string
	for _, c := range commands {
		all = append(all, c.Name)
	}
	return strings.Join(all, ", ")
}

// meant suggests the candidate most like name, if one is near: at most one edit
// for each three letters.
func meant(name string, candidates []string) string {
	best, at := "", max(1, len(name)/3)+1
	for _, c := range slices.Sorted(slices.Values(candidates)) {
		if d := edits(name, c); d < at {
			best, at = c, d
		}
	}
	if best == "" {
		return ""
	}
	return " (did you mean " + best + "?)"
}

// edits is the Levenshtein distance of a and b, with a swap of neighbours as one
// edit.
func edits(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			swap := 0
			if a[i-1] != b[j-1] {
				swap = 1
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+swap)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
