package scenarios

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"opdrift/pipeline/priority"
)

// Parse reads one scenario file:
//
//	name, label_da, label_en, description, source   text, all required
//	rule          none, proportional, protect or portfolio
//	assumptions   key: value, or key: {value, reason}
//
// Every fault is reported, with its line.
func Parse(data []byte) (priority.Scenario, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return priority.Scenario{}, err
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		return priority.Scenario{}, errors.New("the file is not a list of keys: start with name, rule and assumptions")
	}
	r := &reader{scenario: priority.Scenario{Params: priority.DefaultParams()}}
	r.file(doc.Content[0])
	return r.scenario, errors.Join(r.faults...)
}

// A reader collects the scenario and its faults.
type reader struct {
	scenario priority.Scenario
	faults   []error
}

func (r *reader) bad(n *yaml.Node, format string, args ...any) {
	r.faults = append(r.faults, fmt.Errorf("line %d: %s", n.Line, fmt.Sprintf(format, args...)))
}

// pairs walks a mapping and reports keys that stand twice.
func (r *reader) pairs(n *yaml.Node, each func(key, value *yaml.Node)) {
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if seen[k.Value] {
			r.bad(k, "%s stands twice: keep one", k.Value)
			continue
		}
		seen[k.Value] = true
		each(k, n.Content[i+1])
	}
}

func (r *reader) file(n *yaml.Node) {
	s := &r.scenario
	rule := ""
	texts := []struct {
		key string
		to  *string
	}{
		{"name", &s.Name}, {"label_da", &s.LabelDa}, {"label_en", &s.LabelEn},
		{"description", &s.Description}, {"source", &s.Source}, {"rule", &rule},
	}
	r.pairs(n, func(k, v *yaml.Node) {
		for _, t := range texts {
			if t.key == k.Value {
				r.text(k, v, t.to)
				return
			}
		}
		if k.Value != "assumptions" {
			r.bad(k, "unknown key %s: known are name, label_da, label_en, description, source, rule, assumptions", k.Value)
		} else if v.Kind != yaml.MappingNode {
			r.bad(v, "assumptions is not a list of keys: write turnover: 0.25 and the like, or leave it out")
		} else {
			r.pairs(v, r.assumption)
		}
	})
	for _, t := range texts {
		if strings.TrimSpace(*t.to) == "" {
			r.bad(n, "%s is missing: give it a text", t.key)
		}
	}
	r.named(n)
	s.Rule = priority.Rule(rule)
	switch s.Rule {
	case "", priority.None, priority.Proportional, priority.Protect, priority.Portfolio:
		r.fits(n)
	default:
		r.bad(n, "rule is %q: want none, proportional, protect or portfolio", rule)
	}
}

func (r *reader) text(k, v *yaml.Node, to *string) {
	if v.Kind != yaml.ScalarNode {
		r.bad(v, "%s is not a text", k.Value)
		return
	}
	*to = v.Value
}

// named keeps names usable as keys of tables and file names.
func (r *reader) named(n *yaml.Node) {
	for _, c := range r.scenario.Name {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			r.bad(n, "name is %q: want small letters a to z, digits and hyphens", r.scenario.Name)
			return
		}
	}
}
