package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// list is a list of between lo and hi different or repeated values. A single
// value may stand alone. From a flag or the environment, values are parted by
// commas.
func list[T comparable](of kind[T], lo, hi int, repeats bool) kind[[]T] {
	want := fmt.Sprintf("a list of %d to %d, each %s", lo, hi, of.want)
	if lo == hi {
		want = fmt.Sprintf("a list of %d, each %s", lo, of.want)
	}
	array := map[string]any{"type": "array", "items": of.schema, "minItems": lo, "maxItems": hi}
	k := kind[[]T]{want: want, schema: array}
	if lo <= 1 {
		k.schema = map[string]any{"anyOf": []any{of.schema, array}}
	}
	k.decode = func(n *yaml.Node) ([]T, error) {
		items, err := items(n, want)
		if err != nil {
			return nil, err
		}
		out := make([]T, 0, len(items))
		for i, item := range items {
			v, err := of.decode(item)
			if err != nil {
				return nil, fmt.Errorf("number %d %w", i+1, err)
			}
			out = append(out, v)
		}
		return out, nil
	}
	k.show = func(v []T) any {
		out := make([]any, len(v))
		for i := range v {
			out[i] = of.show(v[i])
		}
		return out
	}
	k.check = func(v []T) error {
		if len(v) < lo || len(v) > hi {
			return fmt.Errorf("has %d values: want %s", len(v), want)
		}
		for i := range v {
			if err := of.check(v[i]); err != nil {
				return fmt.Errorf("number %d %w", i+1, err)
			}
			if !repeats && slices.Contains(v[:i], v[i]) {
				return fmt.Errorf("has %s twice: name it once", quoted(fmt.Sprint(of.show(v[i]))))
			}
		}
		return nil
	}
	return k
}

// items takes a list apart into nodes.
func items(n *yaml.Node, want string) ([]*yaml.Node, error) {
	switch {
	case n.Kind == yaml.SequenceNode:
		return n.Content, nil
	case n.Kind != yaml.ScalarNode || n.Tag != rawTag && n.ShortTag() == "!!null":
		return nil, is(n, want)
	case n.Tag != rawTag:
		return []*yaml.Node{n}, nil
	}
	var out []*yaml.Node
	for _, part := range strings.Split(n.Value, ",") {
		out = append(out, raw(strings.TrimSpace(part)))
	}
	return out, nil
}

// rateTables is the form of discount.rates:
//
//   - valid_from: 2021-01-07
//     source: where the rates stand
//     steps: [{from_year: 0, rate: 0.035}, {from_year: 36, rate: 0.025}]
func rateTables() kind[[]Rates] {
	const want = "a list of {valid_from, source, steps: [{from_year, rate}]} by rising date, steps by rising year from 0"
	k := kind[[]Rates]{want: want, schema: rateSchema(), tables: true}
	k.decode = func(n *yaml.Node) ([]Rates, error) {
		if n.Kind != yaml.SequenceNode {
			return nil, is(n, want)
		}
		var all []Rates
		for i, item := range n.Content {
			r, err := decodeRates(item)
			if err != nil {
				return nil, fmt.Errorf("number %d %w", i+1, err)
			}
			all = append(all, r)
		}
		return all, nil
	}
	k.show = func(v []Rates) any {
		out := make([]any, len(v))
		for i, r := range v {
			steps := make([]any, len(r.Steps))
			for j, s := range r.Steps {
				steps[j] = map[string]any{"from_year": s.FromYear, "rate": s.Rate}
			}
			out[i] = map[string]any{"valid_from": date().show(r.ValidFrom), "source": r.Source, "steps": steps}
		}
		return out
	}
	k.check = func(v []Rates) error {
		if len(v) == 0 {
			return fmt.Errorf("is empty: want %s", want)
		}
		var before time.Time
		for i, r := range v {
			if err := checkRates(r); err != nil {
				return fmt.Errorf("number %d %w", i+1, err)
			}
			if !r.ValidFrom.After(before) {
				return fmt.Errorf("number %d has valid_from %s, not after the one before: want %s", i+1, r.ValidFrom.Format(time.DateOnly), want)
			}
			before = r.ValidFrom
		}
		return nil
	}
	return k
}

var (
	stepYear = whole(0, 200, "")
	stepRate = number(-0.05, 0.2)
	source   = text(anyText, "where the rates stand")
)

// decodeRates reads one entry of discount.rates.
func decodeRates(n *yaml.Node) (Rates, error) {
	var r Rates
	f, err := fields(n, "valid_from", "source", "steps")
	if err != nil {
		return r, err
	}
	if r.ValidFrom, err = date().decode(f[0]); err != nil {
		return r, fmt.Errorf("valid_from %w", err)
	}
	if r.Source, err = source.decode(f[1]); err != nil {
		return r, fmt.Errorf("source %w", err)
	}
	if f[2].Kind != yaml.SequenceNode {
		return r, fmt.Errorf("steps %w", is(f[2], "a list of {from_year, rate}"))
	}
	for i, item := range f[2].Content {
		s, err := decodeStep(item)
		if err != nil {
			return r, fmt.Errorf("step %d %w", i+1, err)
		}
		r.Steps = append(r.Steps, s)
	}
	return r, nil
}

func decodeStep(n *yaml.Node) (Step, error) {
	var s Step
	f, err := fields(n, "from_year", "rate")
	if err != nil {
		return s, err
	}
	if s.FromYear, err = stepYear.decode(f[0]); err != nil {
		return s, fmt.Errorf("from_year %w", err)
	}
	if s.Rate, err = stepRate.decode(f[1]); err != nil {
		return s, fmt.Errorf("rate %w", err)
	}
	return s, nil
}

// checkRates checks one entry by itself.
func checkRates(r Rates) error {
	if err := date().check(r.ValidFrom); err != nil {
		return fmt.Errorf("valid_from %w", err)
	}
	if err := source.check(r.Source); err != nil {
		return fmt.Errorf("source %w", err)
	}
	if len(r.Steps) == 0 || r.Steps[0].FromYear != 0 {
		return fmt.Errorf("has no step from year 0: want the first step to have from_year: 0")
	}
	for i, s := range r.Steps {
		if i > 0 && s.FromYear <= r.Steps[i-1].FromYear {
			return fmt.Errorf("step %d starts in year %d: want later than year %d", i+1, s.FromYear, r.Steps[i-1].FromYear)
		}
		if err := stepYear.check(s.FromYear); err != nil {
			return fmt.Errorf("step %d from_year %w", i+1, err)
		}
		if err := stepRate.check(s.Rate); err != nil {
			return fmt.Errorf("step %d rate %w", i+1, err)
		}
	}
	return nil
}

// fields takes a group with exactly the given keys apart, in their order.
func fields(n *yaml.Node, keys ...string) ([]*yaml.Node, error) {
	want := "want {" + strings.Join(keys, ", ") + "}"
	if n.Kind != yaml.MappingNode {
		return nil, fmt.Errorf("is %s: %s", describe(n), want)
	}
	out := make([]*yaml.Node, len(keys))
	for i := 0; i < len(n.Content); i += 2 {
		at := slices.Index(keys, n.Content[i].Value)
		if at < 0 {
			return nil, fmt.Errorf("has the unknown key %s: %s", quoted(n.Content[i].Value), want)
		}
		if out[at] != nil {
			return nil, fmt.Errorf("has the key %s twice: %s", keys[at], want)
		}
		out[at] = n.Content[i+1]
	}
	for i, f := range out {
		if f == nil {
			return nil, fmt.Errorf("lacks %s: %s", keys[i], want)
		}
	}
	return out, nil
}

func rateSchema() map[string]any {
	step := object(map[string]any{"from_year": stepYear.schema, "rate": stepRate.schema}, "from_year", "rate")
	entry := object(map[string]any{
		"valid_from": date().schema,
		"source":     source.schema,
		"steps":      map[string]any{"type": "array", "items": step, "minItems": 1},
	}, "valid_from", "source", "steps")
	return map[string]any{"type": "array", "items": entry, "minItems": 1}
}
