package priority

import "slices"

// populations reads group sizes from the frames' margin of that name; nil when
// some survey has none or a group that answered is not in it.
func (q *poll) populations(margins []Margin, ask Ask, surveys []SurveyFact) []float64 {
	byGroup, has := map[string]float64{}, map[string]bool{}
	for _, m := range margins {
		if m.Margin == ask.GroupBy {
			byGroup[m.Level] += float64(m.Population)
			has[m.Survey] = true
		}
	}
	for _, s := range surveys {
		if !has[s.Survey] {
			return nil
		}
	}
	out := make([]float64, len(q.groups))
	for g, name := range q.groups {
		out[g] = byGroup[name]
		if out[g] == 0 {
			return nil
		}
	}
	return out
}

// groupRows shows the voice of each group, and the population share of those
// nobody reached.
func (q *poll) groupRows(w []float64, margins []Margin, ask Ask) []GroupShare {
	answered := make([]int, len(q.groups))
	counted := map[int]bool{}
	for _, u := range q.units {
		if !counted[u.person] {
			counted[u.person] = true
			answered[u.group]++
		}
	}
	var out []GroupShare
	all, _ := q.tallies(w)
	for g, s := range all.groupShare(q.shares, true) {
		out = append(out, GroupShare{Group: q.groups[g], Share: s, Answered: answered[g], Reached: true})
	}
	missing, total := map[string]float64{}, 0.0
	for _, m := range margins {
		if m.Margin != ask.GroupBy {
			continue
		}
		total += float64(m.Population)
		if _, reached := slices.BinarySearch(q.groups, m.Level); !reached {
			missing[m.Level] += float64(m.Population)
		}
	}
	for _, name := range sortedKeys(missing) {
		if missing[name] > 0 {
			out = append(out, GroupShare{Group: name, Share: missing[name] / total})
		}
	}
	return out
}
