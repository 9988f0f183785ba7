package contract

import "slices"

// applies says whether what a test needs is there.
func (s scope) applies(t test) bool {
	switch t := t.(type) {
	case anyOf:
		return slices.ContainsFunc(t.names, func(c string) bool { return s.has(c) })
	case unique: // optional columns belong to the key only where they are there
		return !slices.ContainsFunc(t.by, func(name string) bool {
			c, _ := s.column(name)
			return !c.Optional && !s.has(name)
		})
	case reference:
		return s.has(t.column) && slices.Contains(s.src.Extracts, t.extract)
	}
	return s.has(t.columns()...)
}

// ofSets says whether a test looks at more than one row, or up each row in a set.
func ofSets(t test) bool {
	switch t.(type) {
	case unique, reference, groupSum, noOverlap, noGap, knownLaw:
		return true
	}
	return false
}

// OfGroups reports whether a rule looks at groups of rows, by columns that name the group.
func (r Rule) OfGroups() bool {
	switch r.test.(type) {
	case groupSum, noOverlap, noGap:
		return true
	}
	return false
}

// rules lists the rules that can be checked here, those over sets or the others.
func (s scope) rules(sets bool) []Rule {
	return slices.DeleteFunc(slices.Clone(s.Rules), func(r Rule) bool { return ofSets(r.test) != sets || !s.applies(r.test) })
}
