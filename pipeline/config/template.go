package config

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// Template returns the opdrift.yaml that init writes: every setting with what it
// means, what is allowed and its default, commented out, so that a later
// version's defaults reach the project. Only the name is set.
func Template(name string) []byte {
	var b strings.Builder
	b.WriteString(templateHead)
	var section string
	for _, s := range settings {
		parts := strings.Split(s.path, ".")
		if s.path == "name" {
			b.WriteString("name: " + encode(name) + "\n")
			continue
		}
		if len(parts) > 1 && parts[0] != section {
			b.WriteString("\n" + parts[0] + ":\n")
		} else if len(parts) == 1 {
			b.WriteString("\n")
		}
		section = parts[0]
		s.template(&b, parts)
	}
	return []byte(b.String())
}

const templateHead = `# Configuration of an opdrift project. Each line that starts with "# " and a
# setting shows its default: take the "# " away to change it. Any value may carry
# its reason, which is published with it:
#
#   price_year: {value: 2025, reason: "adopted with the budget for 2026"}
#
# 'opdrift config --show' prints every value and where it comes from,
# 'opdrift validate' checks them.

`

// template writes one setting as comment and commented value.
func (s setting) template(b *strings.Builder, parts []string) {
	indent := strings.Repeat("  ", min(1, len(parts)-1))
	line := parts[len(parts)-1] + ": "
	if s.starred() {
		line = examples[s.path]
	} else {
		line += flow(s.value(Default(), ""))
	}
	if line == "" {
		return // shown in the example of the setting before
	}
	for _, text := range wrap(s.about+" ("+s.want+")", 88-len(indent)) {
		b.WriteString(indent + "# " + text + "\n")
	}
	b.WriteString(indent + "# " + line + "\n")
}

// examples are the lines shown for settings of one extract or service, which have no
// default.
var examples = map[string]string{
	"extracts.files.*":                  "files: {costs: [ledger/2*.parquet]}",
	"freshness.extracts.*":              "extracts: {prices: 800}",
	"reconciliation.services.*":         "services: {home_care: off}",
	"quality.extracts.*.max_share_rows": "extracts: {costs: {max_share_rows: 0.01, max_share_amount: 0.01}}",
}

// wrap breaks text into lines of at most width bytes, at spaces.
func wrap(text string, width int) []string {
	var lines []string
	for _, word := range strings.Fields(text) {
		if n := len(lines); n > 0 && len(lines[n-1])+1+len(word) <= width {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

// plainWord is text that needs no quotes in YAML.
var plainWord = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// flow writes a value as a person would: words without quotes.
func flow(v any) string {
	switch v := v.(type) {
	case string:
		if plainWord.MatchString(v) && !slices.Contains([]string{"true", "false", "null", "yes", "no", "on", "y", "n"}, v) {
			return v
		}
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = flow(v[i])
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, k+": "+flow(v[k]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	return encode(v)
}
