package pipeline

import (
	"math"
	"strings"
	"testing"
)

// TestSkillWords: where naive wins it is said, in both languages; where the interval
// holds 0, or there is none, a gain is not boasted of.
func TestSkillWords(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		skill, low, high float64
		da, en           string
	}{
		{.09, .05, .12, "9 % mindre fejl", "9 % less error"},
		{.02, -.01, .05, "2 % mindre fejl, så lidt at det kan være tilfældigt", "2 % less error, so little that it may be chance"},
		{.02, nan, nan, "2 % mindre fejl, så lidt at det kan være tilfældigt", "2 % less error, so little that it may be chance"},
		{.001, -.01, .01, "samme fejl, så lidt at det kan være tilfældigt", "the same error, so little that it may be chance"},
		{0, -.01, .01, "samme fejl, den naive er lige så god eller bedre", "the same error, naive is as good or better"},
		{-.03, -.06, .01, "3 % større fejl, den naive er lige så god eller bedre", "3 % more error, naive is as good or better"},
		{-.03, -.06, -.01, "3 % større fejl, den naive vinder", "3 % more error, naive wins"},
	} {
		da, en := skillWords(c.skill, c.low, c.high)
		if da != c.da || en != c.en {
			t.Errorf("%v (%v to %v): %q and %q, want %q and %q", c.skill, c.low, c.high, da, en, c.da, c.en)
		}
		if strings.Contains(en, "wins") && c.high >= 0 {
			t.Errorf("%v: a winner that the interval does not show", c.skill)
		}
	}
}
