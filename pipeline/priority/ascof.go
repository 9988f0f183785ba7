package priority

// ASCOF1A is the unweighted quality-of-life score of England's user survey: over
// eight questions answered 1 (no unmet need) to 4 (no need met), Σ (4 − level),
// 0 to 24. Only complete answers count: a level outside 1 to 4 (0 for no answer)
// or another number of questions has no score. Source: NHS Digital, ASCOF 1A.
func ASCOF1A(levels []int) (score int, ok bool) {
	if len(levels) != 8 {
		return 0, false
	}
	for _, l := range levels {
		if l < 1 || l > 4 {
			return 0, false
		}
		score += 4 - l
	}
	return score, true
}
