package contract

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// readRules turns the quality entries of a document into rules.
func (c *Contract) readRules(o object) error {
	err := c.addRules("", o.Quality)
	for _, f := range o.Properties {
		err = errors.Join(err, c.addRules(f.Name, f.Quality))
	}
	return err
}

func (c *Contract) addRules(column string, entries []quality) error {
	for _, q := range entries {
		r := Rule{ID: c.Name + "." + q.Name, Extract: c.Name, Column: column, Severity: q.Severity, Text: q.Description}
		err := custom(q.Custom, map[string]any{"descriptionDa": &r.TextDA})
		if err == nil {
			r.test, err = c.compile(column, q)
		}
		if err == nil && (q.Severity != Error && q.Severity != Warning && q.Severity != Info) {
			err = fmt.Errorf("severity is %q: want error, warning or info", q.Severity)
		}
		if err == nil && (r.Text == "" || r.TextDA == "") {
			err = errors.New("want a description and descriptionDa")
		}
		if err != nil {
			return fmt.Errorf("rule %s: %w", q.Name, err)
		}
		c.Rules = append(c.Rules, r)
	}
	return nil
}

// compile reads one quality entry as a test.
func (c *Contract) compile(column string, q quality) (test, error) {
	var t test
	switch {
	case q.Type == "library" && q.MustBe != nil && *q.MustBe == 0:
		t = library(column, q)
	case q.Type == "custom" && q.Engine == "opdrift":
		t = c.own(column, q.Body)
	}
	if t == nil {
		return nil, fmt.Errorf("type %s, metric %q, engine %q, rule %q is not one of ours", q.Type, q.Metric, q.Engine, q.Body.Rule)
	}
	for _, name := range t.columns() {
		if _, ok := c.column(name); !ok {
			return nil, fmt.Errorf("no column %s", name)
		}
	}
	return t, c.literals(q.Body, t)
}

func library(column string, q quality) test {
	switch q.Metric {
	case "nullValues", "missingValues":
		return given{column: column, blank: q.Metric == "missingValues"}
	case "invalidValues":
		return validValues{column, q.Arguments.ValidValues}
	case "duplicateValues":
		return unique{q.Arguments.Properties}
	}
	return nil
}

func (c *Contract) own(column string, b implementation) test {
	two := len(b.Columns) == 2
	switch {
	case b.Rule == "range":
		return inRange{column, b.Minimum, b.Maximum, b.When}
	case b.Rule == "finite":
		return finite{column}
	case b.Rule == "given" && b.When != nil:
		return given{column: column, when: b.When}
	case b.Rule == "order" && two:
		return order{b.Columns[0], b.Columns[1], b.Strict}
	case b.Rule == "any_of":
		return anyOf{b.Columns}
	case b.Rule == "together" && two:
		return together{b.Columns[0], b.Columns[1]}
	case b.Rule == "differ" && two:
		return differ{b.Columns[0], b.Columns[1]}
	case b.Rule == "reference":
		extract, to, _ := strings.Cut(b.To, ".")
		return reference{column, extract, to, b.Except}
	case b.Rule == "group_sum" && len(b.Columns) == 1 && (b.Minimum != nil || b.Maximum != nil):
		return groupSum{b.Columns[0], b.By, b.Minimum, b.Maximum}
	case b.Rule == "no_overlap" && two:
		return noOverlap{b.By, b.Columns[0], b.Columns[1]}
	case b.Rule == "no_gap" && two:
		return noGap{noOverlap{b.By, b.Columns[0], b.Columns[1]}}
	case b.Rule == "known_law" && len(b.Columns) == 3:
		return knownLaw{b.Columns[0], b.Columns[1], b.Columns[2]}
	}
	return nil
}

var dayForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// literals refuses bounds that are not of their column's class: a date column
// takes quoted days, every other takes numbers.
func (c *Contract) literals(b implementation, t test) error {
	col, _ := c.column(t.columns()[0])
	for _, v := range []any{b.Minimum, b.Maximum} {
		s, day := v.(string)
		_, num := number(v)
		if v != nil && (col.Class == Date && (!day || !dayForm.MatchString(s)) || col.Class != Date && !num) {
			return fmt.Errorf("bound %v does not fit %s, a %s", v, col.Name, col.Class)
		}
	}
	return nil
}

// consistent compares what a document says in two places: required with the
// rule that counts nulls, and the primary key with the rule that counts
// duplicates.
func (c *Contract) consistent(o object) error {
	for _, f := range o.Properties {
		if f.Required != slices.ContainsFunc(c.Rules, func(r Rule) bool { return r.ID == c.Name+"."+f.Name+".given" && r.Severity == Error }) {
			return fmt.Errorf("%s: required is %v: want true where, and only where, a rule %s.given has severity error", f.Name, f.Required, f.Name)
		}
	}
	i := slices.IndexFunc(c.Rules, func(r Rule) bool { return r.ID == c.Name+".key" })
	if i < 0 {
		return errors.New("no rule named key")
	}
	if u, ok := c.Rules[i].test.(unique); !ok || !slices.Equal(u.by, c.Key) {
		return fmt.Errorf("rule key: want the primary key, %s", strings.Join(c.Key, ", "))
	}
	seen := map[string]bool{}
	for _, r := range c.Rules {
		if seen[r.ID] {
			return fmt.Errorf("two rules named %s", r.ID)
		}
		seen[r.ID] = true
	}
	return nil
}
