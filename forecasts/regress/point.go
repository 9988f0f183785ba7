package regress

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Point reads where to predict: "x1=3, x2=4.5", one value for each term of the
// formula, and for the column of the offset if there is one, in any order. It
// returns the values in the order of the terms.
func (r Request) Point(text string) (x0 []float64, offset float64, err error) {
	names := slices.Clone(r.Formula.Terms)
	if r.Offset != "" && !slices.Contains(names, r.Offset) {
		names = append(names, r.Offset)
	}
	got := make(map[string]float64, len(names))
	for part := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(part) == "" && len(names) == 0 {
			continue
		}
		name, v, err := assignment(part)
		if err != nil {
			return nil, 0, err
		}
		if _, twice := got[name]; twice {
			return nil, 0, fmt.Errorf("%w: %q: %s is given twice; give it once", ErrOption, text, name)
		}
		if !slices.Contains(names, name) {
			return nil, 0, fmt.Errorf("%w: %q: %s is not in the formula; allowed are %s", ErrOption, text, name, strings.Join(names, ", "))
		}
		got[name] = v
	}
	for _, name := range names {
		if _, ok := got[name]; !ok {
			return nil, 0, fmt.Errorf("%w: %q: %s has no value; give %s=NUMBER", ErrOption, text, name, name)
		}
	}
	x0 = make([]float64, len(r.Formula.Terms))
	for j, name := range r.Formula.Terms {
		x0[j] = got[name]
	}
	return x0, got[r.Offset], nil
}

// assignment reads "name=number"; backquotes around the name may stand or not.
func assignment(text string) (string, float64, error) {
	i := strings.LastIndex(text, "=")
	if i < 0 {
		return "", 0, fmt.Errorf("%w: %q; write NAME=NUMBER, with commas between", ErrOption, text)
	}
	name, number := strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:])
	if len(name) > 1 && name[0] == '`' && name[len(name)-1] == '`' {
		name = name[1 : len(name)-1]
	}
	v, err := strconv.ParseFloat(number, 64)
	if err != nil || !inRange(v) {
		return "", 0, fmt.Errorf("%w: %s=%s; the value is a number below 1e150, with a point for decimals", ErrOption, name, number)
	}
	return name, v, nil
}
