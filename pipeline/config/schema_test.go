package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("opdrift.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("opdrift.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance turns YAML into what the validator reads. Dates become text, as an
// editor's YAML reader has them.
func instance(t *testing.T, file []byte) any {
	t.Helper()
	var n yaml.Node
	if err := yaml.Unmarshal(file, &n); err != nil {
		t.Fatal(err)
	}
	if len(n.Content) == 0 {
		return map[string]any{}
	}
	return plain(t, n.Content[0])
}

func plain(t *testing.T, n *yaml.Node) any {
	switch {
	case n.Kind == yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			m[n.Content[i].Value] = plain(t, n.Content[i+1])
		}
		return m
	case n.Kind == yaml.SequenceNode:
		l := []any{}
		for _, c := range n.Content {
			l = append(l, plain(t, c))
		}
		return l
	case n.ShortTag() == "!!null":
		return nil
	case n.ShortTag() == "!!bool":
		return n.Value == "true"
	case n.ShortTag() == "!!int", n.ShortTag() == "!!float":
		return json.Number(n.Value)
	}
	return n.Value
}

// good are files that Load accepts; each must pass the schema too.
var good = []string{
	"", "# only a comment\n", "budget:\n", "horizon: 40", "as_of: 2025-12-31", "as_of: newest", `as_of: "2025-12-31"`,
	"price_year: auto", "price_year: {value: 2025, reason: adopted}", "reconciliation: {max_rest_share: off}", "reconciliation: {limit: off, warning: 0.05, materiality: 0, services: {home_care: 0.8, shelter: off}}",
	"scenarios: baseline", "scenarios: [a, b/c.yaml]", "forecast: {models: naive}", "seed: 18446744073709551615",
	"extracts: {files: {costs: x, cases: [y, z]}}", "quality: {extracts: {costs: {max_share_rows: {value: 0.1, reason: r}}}}",
	"frame: {probability: 5e-1}", "frame: {probability: 0.999}", "engine: {memory_limit: 60%, threads: 0}", `engine: {memory_limit: ""}`,
	"publish: {keep: 12, public_group: 'domain users'}",
	"discount: {rates: [{valid_from: 2021-01-07, source: x, steps: [{from_year: 0, rate: 0}]}]}",
	"investment: {realism: {value: [0, 0, 0, 0, 1], reason: r}}", "municipality: '0151'",
}

// bad are files that Load refuses and an editor should underline.
var bad = []string{
	"horizn: 1", "horizon: 0", "horizon: '5'", "horizon: {value: 5}", "language: dk", "currency: dkk", "budget: net",
	"extracts: {files: {Costs: x}}", "frame: {probability: 2}", "discount: {rates: []}", "scenarios: []", "publish: {keep: 0}",
	"quality: {extracts: {costs: {max_rows: 1}}}", "price_year: null", "name: ''",
}

func TestSchemaAgreesWithLoad(t *testing.T) {
	s := compiled(t)
	for _, file := range append(good, string(Template("Eksempelby")), string(uncommented(t))) {
		if _, err := Read("p", []byte(file), nil, nil, Allowed{}); err != nil {
			t.Errorf("Load refuses %q: %v", file, err)
		}
		if err := s.Validate(instance(t, []byte(file))); err != nil {
			t.Errorf("the schema refuses %q: %v", file, err)
		}
	}
	for _, file := range bad {
		if _, err := Read("p", []byte(file), nil, nil, Allowed{}); err == nil {
			t.Errorf("Load accepts %q", file)
		}
		if err := s.Validate(instance(t, []byte(file))); err == nil {
			t.Errorf("the schema accepts %q", file)
		}
	}
}

// uncommented is the template with every setting active.
func uncommented(t *testing.T) []byte {
	t.Helper()
	var out []string
	for _, line := range strings.Split(string(Template("Eksempelby")), "\n") {
		rest, comment := strings.CutPrefix(strings.TrimLeft(line, " "), "# ")
		name, _, _ := strings.Cut(rest, ":")
		_, leaf := find(name)
		indent := len(line) - len(strings.TrimLeft(line, " "))
		if comment && !strings.HasPrefix(rest, " ") && (leaf || indent == 2 && nameForm.MatchString(name) && strings.Contains(rest, ":")) {
			line = strings.Repeat(" ", indent) + rest
		}
		out = append(out, line)
	}
	return []byte(strings.Join(out, "\n"))
}

// TestTemplateIsTheDefault wants the file that init writes to say nothing but
// the name, and each of its commented lines to be the default.
func TestTemplateIsTheDefault(t *testing.T) {
	want := Default()
	want.Name = "Eksempelby"
	for _, file := range [][]byte{Template("Eksempelby"), uncommented(t)} {
		got := read(t, string(file))
		got.Extracts.Files, got.Quality.Extracts = nil, nil // examples, not defaults
		if got.Hash() != want.Hash() {
			t.Errorf("hash differs from the default's in:\n%s", file)
		}
	}
	set := 0
	for _, s := range read(t, string(uncommented(t))).Settings() {
		if s.Origin != "default" {
			set++
		}
	}
	if set != len(settings) {
		t.Errorf("the template shows %d settings of %d", set, len(settings))
	}
}

// TestTemplateHoldsAnyName wants the name back, whatever it holds.
func TestTemplateHoldsAnyName(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		name := rapid.StringMatching(`[!-~æøåÆØÅ€𝄞][ -~æøåÆØÅ€𝄞]{0,50}`).Draw(r, "name")
		c, err := Read("p", Template(name), nil, nil, Allowed{})
		if err != nil || c.Name != name {
			r.Fatalf("name %q read as %q: %v", name, c.Name, err)
		}
	})
}

// TestTable checks the one table against itself.
func TestTable(t *testing.T) {
	if err := Default().Validate(Allowed{}); err != nil {
		t.Errorf("the default is at fault: %v", err)
	}
	env := map[string]string{}
	for _, s := range settings {
		name := strings.ReplaceAll(s.path, ".", "_")
		if env[name] != "" {
			t.Errorf("%s and %s share a variable", s.path, env[name])
		}
		env[name] = s.path
		if s.about == "" || s.want == "" || s.schema == nil {
			t.Errorf("%s lacks a description, what is allowed, or a schema", s.path)
		}
		if s.starred() {
			continue
		}
		// What config --show prints can be given back by flag.
		if !s.tables && s.path != "name" {
			value := encode(s.value(Default(), ""))
			value = strings.NewReplacer(`"`, "", "[", "", "]", "").Replace(value)
			c, err := Read(".", nil, nil, map[string]string{s.path: value}, Allowed{})
			if err != nil || fmt.Sprint(s.value(c, "")) != fmt.Sprint(s.value(Default(), "")) {
				t.Errorf("%s=%s by flag gives %v: %v", s.path, value, s.value(c, ""), err)
			}
		}
	}
}
