package contract

import (
	"slices"
	"strings"
	"unicode"
)

// saysCPR says whether a column's name is that of a CPR number. It looks at whole
// words, parted by anything but letters and digits and by a change of case: CPR,
// cpr_nr, personCprNr, borgercpr and personnummer are; cprice and scpri are not.
func saysCPR(name string) bool {
	chunks := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var words []string
	for _, chunk := range chunks {
		words = append(words, strings.ToLower(chunk))
		for _, w := range humps(chunk) {
			words = append(words, strings.ToLower(w))
		}
	}
	for i, w := range words {
		if cprWord(w) || i > 0 && cprWord(words[i-1]+w) {
			return true
		}
	}
	return false
}

var cprEndings = []string{"", "nr", "nummer", "no", "num", "number", "id", "kode", "key", "hash", "s", "er", "numre"}

// cprWord accepts cpr with a usual ending or a figure, anything ending in cpr
// (borgercpr), and personnummer.
func cprWord(w string) bool {
	w = strings.TrimRightFunc(w, unicode.IsDigit)
	if rest, ok := strings.CutPrefix(w, "cpr"); ok && slices.Contains(cprEndings, rest) {
		return true
	}
	if before, rest, ok := strings.Cut(w, "cpr"); ok && len(before) > 2 && slices.Contains(cprEndings, rest) {
		return true
	}
	return strings.HasSuffix(w, "personnummer") || strings.HasSuffix(w, "personnr")
}

// humps parts a word where small letters meet capitals, as in personCPRNr.
func humps(s string) []string {
	r := []rune(s)
	var words []string
	start := 0
	for i := 1; i < len(r); i++ {
		small := unicode.IsLower(r[i-1]) && unicode.IsUpper(r[i])
		last := i+1 < len(r) && unicode.IsUpper(r[i-1]) && unicode.IsUpper(r[i]) && unicode.IsLower(r[i+1])
		if small || last {
			words = append(words, string(r[start:i]))
			start = i
		}
	}
	return append(words, string(r[start:]))
}
