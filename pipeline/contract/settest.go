package contract

import (
	"fmt"
	"slices"
	"strings"
)

// The tests here look at more than one row. Each is a membership in a set that
// does not depend on the row, so that an engine joins once instead of looking up
// row by row; nulls are compared as empty text.

// unique: the columns together are found once. Optional columns count where they
// are there. Every copy of a key found twice breaks the rule: nothing says which
// copy is right. Keys are counted by their hashes, and by themselves only where a hash is
// found twice: numbers of eight bytes leave memory where it is short, texts do not.
type unique struct{ by []string }

func (u unique) columns() []string { return u.by }
func (u unique) breach(s scope) string {
	by := u.present(s)
	key := strings.Join(keyParts(s, by), ", ")
	return inGroups(s, by, fmt.Sprintf("select %[1]s %[2]s where hash(%[1]s) in (select hash(%[1]s) %[2]s group by 1 having count(*) > 1) group by %[1]s having count(*) > 1", key, s.from()))
}

func (u unique) present(s scope) []string {
	return slices.DeleteFunc(slices.Clone(u.by), func(c string) bool { return !s.has(c) })
}

// reference: the value is found in a column of another extract, or is one of the
// exceptions. It is skipped where that extract is not there, and looks at its raw
// rows, so that one bad row there does not take all that name it along.
type reference struct {
	column      string
	extract, to string
	except      []string
}

func (r reference) columns() []string { return []string{r.column} }
func (r reference) breach(s scope) string {
	not := ""
	if len(r.except) > 0 {
		not = fmt.Sprintf(" and %s not in (%s)", col(r.column), quoteTexts(r.except))
	}
	to := "r." + quote(r.to)
	return fmt.Sprintf("(%[1]s is not null and not %[5]s%[2]s and %[1]s not in (select %[3]s from %[4]s as r where %[3]s is not null))",
		col(r.column), not, to, s.relation(r.extract), blank(col(r.column)))
}

// groupSum: the values of a group sum to at least and at most a bound; a nil bound is
// none. What is stored as double may miss a bound by a billionth.
type groupSum struct {
	column   string
	by       []string
	min, max any
}

func (g groupSum) columns() []string { return append([]string{g.column}, g.by...) }
func (g groupSum) breach(s scope) string {
	c, _ := s.column(g.column)
	sum, slack := fmt.Sprintf("sum(cast(%s as decimal(18,6)))", col(g.column)), ""
	if c.Class == Number {
		sum, slack = fmt.Sprintf("sum(cast(%s as double))", col(g.column)), " + 1e-9"
	}
	var out []string
	if g.min != nil {
		out = append(out, fmt.Sprintf("%s%s < %v", sum, slack, g.min))
	}
	if g.max != nil {
		out = append(out, fmt.Sprintf("%s > %v%s", sum, g.max, slack))
	}
	return inGroups(s, g.by, groups(s, g.by, strings.Join(out, " or ")))
}

// noOverlap: the periods [from, to] of a group do not overlap; a period without
// an end lasts for ever. All periods of a group with an overlap break the rule.
type noOverlap struct {
	by       []string
	from, to string
}

func (n noOverlap) columns() []string { return append([]string{n.from, n.to}, n.by...) }
func (n noOverlap) breach(s scope) string {
	names, periods := n.periods(s)
	return inGroups(s, n.by, fmt.Sprintf("select %s from (%s) as p where p.begins <= p.taken", strings.Join(names, ", "), periods))
}

// periods selects each period's key as k0, k1 …, which it names p.k0, p.k1 …, its first
// day as begins, and as taken the last day that earlier periods of the group reach.
func (n noOverlap) periods(s scope) (names []string, query string) {
	key := strings.Join(keyParts(s, n.by), ", ")
	taken := fmt.Sprintf("max(coalesce(%s, date '9999-12-31')) over (partition by %s order by %s, %[1]s nulls last rows between unbounded preceding and 1 preceding)",
		col(n.to), key, col(n.from))
	var named []string
	for i, part := range keyParts(s, n.by) {
		names = append(names, fmt.Sprintf("p.k%d", i))
		named = append(named, fmt.Sprintf("%s as k%d", part, i))
	}
	return names, fmt.Sprintf("select %s, %s as begins, %s as taken %s", strings.Join(named, ", "), col(n.from), taken, s.from())
}

// noGap: the periods of a group follow each other: none begins later than the day after
// those before it end. The period after a gap breaks the rule.
type noGap struct{ noOverlap }

func (n noGap) breach(s scope) string {
	names, periods := n.periods(s)
	return fmt.Sprintf("(%s, %s) in (select %s, p.begins from (%s) as p where p.taken < date '9999-12-31' and p.begins > p.taken + interval '1' day)",
		strings.Join(keyParts(s, n.by), ", "), col(n.from), strings.Join(names, ", "), periods)
}

// groups is a query for the keys of the groups that a condition holds for.
func groups(s scope, by []string, having string) string {
	key := strings.Join(keyParts(s, by), ", ")
	return fmt.Sprintf("select %[1]s %[2]s group by %[1]s having %[3]s", key, s.from(), having)
}

// inGroups holds for the rows whose key is in the set a query yields.
func inGroups(s scope, by []string, query string) string {
	return fmt.Sprintf("(%s) in (%s)", strings.Join(keyParts(s, by), ", "), query)
}

// keyParts lists the columns of a key so that none that may be null is.
func keyParts(s scope, by []string) []string {
	parts := make([]string, len(by))
	for i, name := range by {
		parts[i] = col(name)
		if c, _ := s.column(name); c.Nullable {
			parts[i] = asText(name)
		}
	}
	return parts
}
