package optimize

import (
	"fmt"
	"slices"
	"strings"
)

// explain says which demands cannot be met together: those without any one of
// which a set would be found. Each try stops at the first set found.
func explain(p Problem) string {
	var guilty []string
	try := func(name string, without Problem) {
		s := newSearch(compile(without), 2000)
		s.first = true
		s.run()
		if s.best != nil {
			guilty = append(guilty, name)
		}
	}
	for i, b := range p.Budgets {
		q := p
		q.Budgets = slices.Clone(p.Budgets)
		q.Budgets[i].Max = maxSum
		try("budget "+b.Name, q)
	}
	for i, c := range p.Caps {
		q := p
		q.Caps = slices.Delete(slices.Clone(p.Caps), i, i+1)
		try("cap "+c.Name, q)
	}
	for i, r := range p.Rules {
		q := p
		q.Rules = slices.Delete(slices.Clone(p.Rules), i, i+1)
		try("rule "+r.Name, q)
	}
	if len(guilty) == 0 {
		return "no set keeps all limits and rules, and leaving out any one of them is not enough"
	}
	return fmt.Sprintf("no set keeps all limits and rules; it would take giving up one of: %s", strings.Join(guilty, ", "))
}
