package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// read reads text as the file of a project in "p", and fails the test on a fault.
func read(t *testing.T, text string) Config {
	t.Helper()
	c, err := Read("p", []byte(text), nil, nil, Allowed{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestAllFaultsAtOnce wants the faults of all three places, file by line first.
func TestAllFaultsAtOnce(t *testing.T) {
	allowed := Allowed{Models: []string{"drift", "naive"}, Scenarios: []string{"baseline"}, Extracts: []string{"cases"}}
	_, err := Read("p", []byte("scenarios: [base]\nhorizn: 1\nforecast: {models: drft}\nhorizon: 0\n"),
		[]string{"OPDRIFT_SEED=x", "OPDRIFT_HORIZN=3", "OPDRIFT_EXTRACTS_FILES_COSTS=a", "OPDRIFT_TRINO_URL=http://h", "HOME=/x", "OPDRIFT_DRAWS=", "OPDRIFT_DISCOUNT_RATES=x"},
		map[string]string{"budget.concept": "brutto"}, allowed)
	want := `opdrift.yaml:1: scenarios has no scenario base: want any of baseline, or a file ending in .yaml
opdrift.yaml:2: horizn is unknown: did you mean horizon?
opdrift.yaml:3: forecast.models has no model drft (did you mean drift?): want auto or any of drift, naive
opdrift.yaml:4: horizon is 0 years: want 1 to 40
OPDRIFT_DISCOUNT_RATES: discount.rates cannot be given here: write it in opdrift.yaml
OPDRIFT_HORIZN: is no setting: did you mean OPDRIFT_HORIZON? If not, unset it; 'opdrift config --show' lists the settings
OPDRIFT_SEED: seed is x: want a whole number from 0 to 18446744073709551615
OPDRIFT_EXTRACTS_FILES_COSTS: extracts.files.costs is of no extract costs: want any of cases
--budget.concept: budget.concept is brutto: want service_expenditure, gross or net`
	if err == nil {
		t.Fatal("no fault")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// TestPrecedence sets one value in all places and takes them away one by one.
func TestPrecedence(t *testing.T) {
	file := []byte("horizon: {value: 7, reason: as the council asked}\n")
	env := []string{"OPDRIFT_HORIZON=8"}
	flags := map[string]string{"horizon": "9"}
	tests := []struct {
		file           []byte
		env            []string
		flags          map[string]string
		horizon        int
		origin, reason string
	}{
		{file, env, flags, 9, "--horizon", ""},
		{file, env, nil, 8, "OPDRIFT_HORIZON", ""},
		{file, nil, nil, 7, "opdrift.yaml:1", "as the council asked"},
		{nil, nil, nil, 5, "default", ""},
	}
	for _, tt := range tests {
		c, err := Read("p", tt.file, tt.env, tt.flags, Allowed{})
		if err != nil {
			t.Fatal(err)
		}
		if c.Horizon != tt.horizon || c.Origin("horizon") != tt.origin || c.Reason("horizon") != tt.reason {
			t.Errorf("horizon %d from %s because %q, want %d from %s because %q",
				c.Horizon, c.Origin("horizon"), c.Reason("horizon"), tt.horizon, tt.origin, tt.reason)
		}
	}
}

// TestValues reads one of each kind, from the file and from the environment.
func TestValues(t *testing.T) {
	c, err := Read("p", []byte("\ufeffname: Eksempelby æøå\nseed: 18446744073709551615\nprice_year: 2024\nas_of: 2025-12-31\r\nbudget:\nreconciliation: {max_rest_share: 0.02, services: {home_care: 0.7}}\nextracts: {files: {costs: [a.parquet, b*.parquet], cases: c.parquet}}\nquality:\n  extracts:\n    costs: {max_share_rows: 0}\n"),
		[]string{"OPDRIFT_SCENARIOS=baseline, my.yaml", "OPDRIFT_MUNICIPALITY=0151", "OPDRIFT_CLOSING_MONTHS=0", "OPDRIFT_QUALITY_EXTRACTS_ACCOUNT_MAP_MAX_SHARE_AMOUNT=0.5", "OPDRIFT_EXTRACTS_FILES_COSTS=z.parquet"},
		map[string]string{"publish.keep": "all", "investment.realism": "0,0.1,0.2,0.3,1e-1"}, Allowed{})
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Dir, want.Name, want.Seed, want.PriceYear = "p", "Eksempelby æøå", 1<<64-1, 2024
	want.AsOf = time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)
	want.Reconciliation.MaxRestShare, want.Reconciliation.Services = 0.02, map[string]float64{"home_care": 0.7}
	want.Extracts.Files = map[string][]string{"costs": {"z.parquet"}, "cases": {"c.parquet"}}
	zero, half := 0.0, 0.5
	want.Quality.Extracts = map[string]Limit{"costs": {MaxShareRows: &zero}, "account_map": {MaxShareAmount: &half}}
	want.Scenarios, want.Municipality, want.ClosingMonths = []string{"baseline", "my.yaml"}, "0151", 0
	want.Investment.Realism = []float64{0, 0.1, 0.2, 0.3, 0.1}
	c.origins = nil
	if diff := cmp.Diff(want, c, cmp.AllowUnexported(Config{})); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
	if home, other := c.Reconciliation.Of("home_care"), c.Reconciliation.Of("shelter"); home != 0.7 || other != 0.9 {
		t.Errorf("limits of services are %v and %v, want 0.7 and 0.9", home, other)
	}
	if rows, amount := c.Quality.Of("costs"); rows != 0 || amount != Contract {
		t.Errorf("limits of costs are %v and %v, want 0 and the contract's", rows, amount)
	}
	if rows, amount := c.Quality.Of("cases"); rows != Contract || amount != Contract {
		t.Errorf("limits of cases are %v and %v, want the contract's twice", rows, amount)
	}
}

// TestHostile wants a clear refusal, soon, of files made to hurt.
func TestHostile(t *testing.T) {
	bomb := "a: &a [x,x]\n"
	for i := 'b'; i < 'z'; i++ {
		bomb += string(i) + ": &" + string(i) + " [*" + string(i-1) + ",*" + string(i-1) + "]\n"
	}
	tests := map[string]struct{ file, want string }{
		"alias bomb":     {bomb, "anchors (&) and aliases (*) are not allowed"},
		"self":           {"a: &a [*a]", "anchors"},
		"merge":          {"<<: {a: 1}", "merge key"},
		"10 MB":          {"name: " + strings.Repeat("x", 10<<20), "larger than 1048576 bytes"},
		"deep lists":     {"name: " + strings.Repeat("[", 500000), "is not YAML"},
		"deep maps":      {"name: " + strings.Repeat("{a: ", 5000) + strings.Repeat("}", 5000), "nested more than 12 deep"},
		"deep dashes":    {strings.Repeat("- ", 5000) + "x", "nested more than 12 deep"},
		"many keys":      {manyKeys(60000), "unknown"},
		"UTF-16":         {"\xff\xfen\x00", "NUL byte"},
		"control":        {"name: a\x01b", "is not YAML"},
		"escape":         {`name: "a\x1b[2Jb"`, "want 1 to 200 characters on one line"},
		"newline":        {`name: "a\nb"`, "want 1 to 200 characters on one line"},
		"key of control": {`"a\x1b[2J": 1`, "a?[2J is unknown"},
		"unclosed":       {"name: \"a\nhorizon: 5", "is not YAML"},
		"tab":            {"budget:\n\tconcept: net", "is not YAML"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := Read("p", []byte(tt.file), nil, nil, Allowed{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("error %.300v, want %q in it", err, tt.want)
			}
			if first, _, _ := strings.Cut(err.Error(), "\n"); len(first) > 400 || strings.ContainsAny(first, "\x1b\x00") {
				t.Errorf("an error of %d bytes, or with control characters: %.300q", len(first), first)
			}
		})
	}
}

func manyKeys(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("k" + strings.Repeat("x", i%9) + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + ": 1\n")
	}
	return b.String()
}

// TestLoad reads from disk.
func TestLoad(t *testing.T) {
	dir := t.TempDir()
	if _, err := Load(dir, nil, nil, Allowed{}); !errors.Is(err, ErrNoProject) {
		t.Errorf("no file: error %v, want ErrNoProject", err)
	}
	path := filepath.Join(dir, File)
	if err := os.WriteFile(path, []byte("horizon: 6\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(dir, nil, nil, Allowed{})
	if err != nil || c.Horizon != 6 || c.Dir != dir {
		t.Errorf("horizon %d in %s, error %v: want 6 in %s", c.Horizon, c.Dir, err, dir)
	}
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(dir, nil, nil, Allowed{}); err == nil || !strings.Contains(err.Error(), "is not a file") {
		t.Errorf("a folder: error %v, want 'is not a file'", err)
	}
}

// FuzzRead wants no panic on any file, and a configuration that is valid and
// reads back the same when it is accepted.
func FuzzRead(f *testing.F) {
	f.Add(string(Template("Eksempelby")), "8")
	f.Add("discount: {rates: [{valid_from: 2021-01-07, source: x, steps: [{from_year: 0, rate: 0.03}]}]}", "")
	f.Add("a: &a [*a]\n<<: *a", "auto")
	f.Add("extracts: {files: {costs: [a, b]}}\nquality: {extracts: {costs: {max_share_rows: {value: 0.1, reason: r}}}}", "1")
	f.Fuzz(func(t *testing.T, file, horizon string) {
		c, err := Read("p", []byte(file), []string{"OPDRIFT_HORIZON=" + horizon}, nil, Allowed{})
		if err != nil {
			return
		}
		if err := c.Validate(Allowed{}); err != nil {
			t.Fatalf("read %q and found it wrong: %v", file, err)
		}
		again, err := Read("p", rewrite(c), nil, nil, Allowed{})
		if err != nil {
			t.Fatalf("written again %s: %v", rewrite(c), err)
		}
		if c.Hash() != again.Hash() {
			t.Fatalf("%q has another hash when written again as\n%s", file, rewrite(c))
		}
	})
}

// rewrite writes a configuration as a file, from what config --show prints.
func rewrite(c Config) []byte {
	tree := map[string]any{}
	for _, s := range c.Settings() {
		at := tree
		parts := strings.Split(s.Path, ".")
		for _, p := range parts[:len(parts)-1] {
			if at[p] == nil {
				at[p] = map[string]any{}
			}
			at = at[p].(map[string]any)
		}
		value := any(rawJSON(s.Value))
		if s.Reason != "" {
			value = map[string]any{"value": value, "reason": s.Reason}
		}
		if s.Path != "name" || c.Name != "" {
			at[parts[len(parts)-1]] = value
		}
	}
	return []byte(encode(tree))
}

type rawJSON string

func (r rawJSON) MarshalJSON() ([]byte, error) { return []byte(r), nil }
