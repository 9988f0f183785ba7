package scenarios

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opdrift/pipeline/priority"
)

func TestBuiltIn(t *testing.T) {
	files, err := builtin.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(Names()) {
		t.Errorf("%d files, %d names: every file is listed in Names", len(files), len(Names()))
	}
	all, err := LoadAll(Names())
	if err != nil {
		t.Fatal(err)
	}
	rules := map[priority.Rule]bool{}
	for i, s := range all {
		if s.Name != Names()[i] {
			t.Errorf("file %s holds the name %s", Names()[i], s.Name)
		}
		for _, a := range s.Reasons {
			if a.Reason == "" {
				t.Errorf("%s: %s has no reason", s.Name, a.Key)
			}
		}
		rules[s.Rule] = true
	}
	if len(rules) != 4 {
		t.Errorf("rules %v: want one scenario of each of the four", rules)
	}
}

const head = "name: mine\nlabel_da: Min\nlabel_en: Mine\ndescription: d\nsource: s\n"

func TestPlainValueAndReason(t *testing.T) {
	s, err := Parse([]byte(head + "rule: portfolio\nassumptions:\n  turnover: 0.5\n  kinds: {value: [digital, prevention], reason: both}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if s.Params.Turnover != 0.5 || strings.Join(s.Params.Kinds, "+") != "digital+prevention" {
		t.Errorf("%+v", s.Params)
	}
	if want := (priority.Assumption{Key: "kinds", Value: "digital, prevention", Reason: "both"}); s.Reasons[1] != want {
		t.Errorf("%+v, want %+v", s.Reasons[1], want)
	}
	if s.Params.NPVYears != priority.DefaultParams().NPVYears {
		t.Errorf("npv_years %d is not the default", s.Params.NPVYears)
	}
}

func TestEveryFaultAtOnce(t *testing.T) {
	_, err := Parse([]byte("name: My Own\nlabel_da: x\nlabel_en: x\nsource: x\nrule: protect\nruel: x\n" +
		"assumptions:\n  turnover: 2\n  turnovr: 1\n  protected_share: {valeu: 1}\n  minimum_may: many\n  kinds: [prevention]\n  turnover: 1\n"))
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"description is missing", `"My Own"`, "unknown key ruel", "turnover is 2: want 0 to 1", "unknown assumption turnovr",
		"unknown key valeu", "protected_share has no value", "minimum_may is many: want a number", "kinds says nothing under rule protect",
		"turnover stands twice", "line 8",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("faults do not say %q:\n%v", want, err)
		}
	}
}

func TestLoadFromPath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mine.yaml")
	if err := os.WriteFile(path, []byte(head+"rule: none\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Load(path)
	if err != nil || s.Name != "mine" {
		t.Fatalf("%v %v", s.Name, err)
	}
	if _, err := LoadAll([]string{path, path}); err == nil || !strings.Contains(err.Error(), "both named") {
		t.Errorf("twice the same name: %v", err)
	}
	for _, name := range []string{"basline", "missing.yaml", "../baseline"} {
		if _, err := Load(name); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("Load(%s): %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range Names() {
		data, err := Source(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("[]"))
	f.Add([]byte(head + "rule: none\nassumptions: {turnover: {value: [1]}}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse(data)
		if err == nil && (s.Name == "" || s.Rule == "") {
			t.Errorf("accepted %q without name or rule", data)
		}
	})
}
