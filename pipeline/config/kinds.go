package config

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/currency"
)

// A kind is how values of one Go type are written, checked and described. Errors
// of decode and check continue a sentence that starts with the setting's path.
type kind[T any] struct {
	decode func(*yaml.Node) (T, error)
	check  func(T) error
	show   func(T) any    // the value as JSON, and so as YAML, would have it
	want   string         // what is allowed
	schema map[string]any // JSON Schema of show's result
	tables bool           // too large for a flag or the environment
}

// rawTag marks a node made from a flag or an environment variable: text that
// may stand for any scalar.
const rawTag = "!raw"

func tagIs(n *yaml.Node, tags ...string) bool {
	return n.Kind == yaml.ScalarNode && (n.Tag == rawTag || slices.Contains(tags, n.ShortTag()))
}

// is begins an error about a value that was read.
func is(n *yaml.Node, want string) error { return fmt.Errorf("is %s: want %s", describe(n), want) }

// describe shows what stands at a node.
func describe(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode:
		return "a group of settings"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Tag != rawTag && n.ShortTag() == "!!null":
		return "empty"
	case n.Tag != rawTag && n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0:
		return "the text " + strconv.Quote(clip(n.Value))
	}
	return quoted(n.Value)
}

var (
	wholeForm  = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,17})$`)
	seedForm   = regexp.MustCompile(`^(0|[1-9][0-9]{0,19})$`)
	numberForm = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)
)

// whole is a whole number from lo to hi; unit is its plural, or empty.
func whole(lo, hi int, unit string) kind[int] {
	want := fmt.Sprintf("%d to %d", lo, hi)
	k := kind[int]{want: want, schema: map[string]any{"type": "integer", "minimum": lo, "maximum": hi}}
	k.show = func(v int) any { return v }
	k.decode = func(n *yaml.Node) (int, error) {
		v, err := strconv.Atoi(n.Value)
		if !tagIs(n, "!!int") || !wholeForm.MatchString(n.Value) || err != nil {
			return 0, is(n, "a whole number, "+want)
		}
		return v, nil
	}
	k.check = func(v int) error {
		if v < lo || v > hi {
			return fmt.Errorf("is %s: want %s", strings.TrimSpace(fmt.Sprintf("%d %s", v, unit)), want)
		}
		return nil
	}
	return k
}

// word adds to k a word that stands for one value of its own.
func word[T comparable](k kind[T], w string, value T) kind[T] {
	plain := k
	k.want = w + ", or " + plain.want
	k.schema = map[string]any{"anyOf": []any{map[string]any{"const": w}, plain.schema}}
	k.show = func(v T) any {
		if v == value {
			return w
		}
		return plain.show(v)
	}
	k.decode = func(n *yaml.Node) (T, error) {
		if tagIs(n, "!!str") && n.Value == w {
			return value, nil
		}
		v, err := plain.decode(n)
		if err != nil || plain.check(v) != nil {
			return v, is(n, k.want) // also for the number that the word stands for
		}
		return v, nil
	}
	k.check = func(v T) error {
		if v == value {
			return nil
		}
		return plain.check(v)
	}
	return k
}

// maxDays is an age in days, or one of two words.
func maxDays() kind[int] {
	return word(word(whole(0, 36500, "days"), "off", NeverStale), "contract", Contract)
}

// number is a number from lo to hi, both allowed.
func number(lo, hi float64) kind[float64] {
	want := fmt.Sprintf("a number from %v to %v", lo, hi)
	return kind[float64]{
		want:   want,
		schema: map[string]any{"type": "number", "minimum": lo, "maximum": hi},
		show:   func(v float64) any { return v },
		decode: func(n *yaml.Node) (float64, error) {
			v, err := strconv.ParseFloat(n.Value, 64)
			if !tagIs(n, "!!int", "!!float") || !numberForm.MatchString(n.Value) || err != nil {
				return 0, is(n, want+", written as 0.5 and not as 0,5 or 50 %")
			}
			return v, nil
		},
		check: func(v float64) error {
			if math.IsNaN(v) || v < lo || v > hi {
				return fmt.Errorf("is %v: want %s", v, want)
			}
			return nil
		},
	}
}

// text is written text that meets form; want says so in words.
func text(form *regexp.Regexp, want string) kind[string] {
	k := kind[string]{
		want:   want,
		schema: map[string]any{"type": "string", "pattern": form.String()},
		show:   func(v string) any { return v },
	}
	k.decode = func(n *yaml.Node) (string, error) {
		if tagIs(n, "!!int", "!!float", "!!bool", "!!timestamp") && n.Tag != rawTag {
			return "", fmt.Errorf("is %s without quotes: want %s; write %q", describe(n), want, clip(n.Value))
		}
		if !tagIs(n, "!!str") {
			return "", is(n, want)
		}
		return n.Value, nil
	}
	k.check = func(v string) error {
		if !form.MatchString(v) || strings.ContainsFunc(v, unicode.IsControl) {
			return fmt.Errorf("is %s: want %s", quoted(v), want)
		}
		return nil
	}
	return k
}

// choice is one of a few words.
func choice(words ...string) kind[string] {
	want := strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
	k := text(regexp.MustCompile(`^(`+strings.Join(words, "|")+`)$`), want)
	k.schema = map[string]any{"enum": words}
	decode := k.decode
	k.decode = func(n *yaml.Node) (string, error) {
		v, err := decode(n)
		if near := nearest(n.Value, words); err == nil && near != "" && near != v {
			return "", fmt.Errorf("is %s: want %s; did you mean %s?", describe(n), want, near)
		}
		return v, err
	}
	return k
}

// iso4217 is a currency code.
func iso4217() kind[string] {
	k := text(regexp.MustCompile(`^[A-Z]{3}$`), "an ISO 4217 code in capitals, such as DKK")
	form := k.check
	k.check = func(v string) error {
		if err := form(v); err != nil {
			return err
		}
		if _, err := currency.ParseISO(v); err != nil {
			return fmt.Errorf("is %s, which is no currency: want %s", quoted(v), k.want)
		}
		return nil
	}
	return k
}

// date is a day. The zero time is for word to use.
func date() kind[time.Time] {
	const want = "a date such as 2025-12-31, from 1990 to 2199"
	return kind[time.Time]{
		want:   want,
		schema: map[string]any{"type": "string", "pattern": `^(199[0-9]|2[01][0-9]{2})-[0-9]{2}-[0-9]{2}$`},
		show:   func(v time.Time) any { return v.Format(time.DateOnly) },
		decode: func(n *yaml.Node) (time.Time, error) {
			v, err := time.Parse(time.DateOnly, n.Value)
			if !tagIs(n, "!!str", "!!timestamp") || err != nil {
				return v, is(n, want)
			}
			return v, nil
		},
		check: func(v time.Time) error {
			if v.Year() < 1990 || v.Year() > 2199 || !v.Equal(v.UTC().Truncate(24*time.Hour)) {
				return fmt.Errorf("is %s: want %s", v.Format(time.RFC3339), want)
			}
			return nil
		},
	}
}

// seed is a 64-bit number.
func seed() kind[uint64] {
	const want = "a whole number from 0 to 18446744073709551615"
	return kind[uint64]{
		want:   want,
		schema: map[string]any{"type": "integer", "minimum": 0, "maximum": uint64(math.MaxUint64)},
		show:   func(v uint64) any { return v },
		check:  func(uint64) error { return nil },
		decode: func(n *yaml.Node) (uint64, error) {
			v, err := strconv.ParseUint(n.Value, 10, 64)
			if !tagIs(n, "!!int") || !seedForm.MatchString(n.Value) || err != nil {
				return 0, is(n, want)
			}
			return v, nil
		},
	}
}
