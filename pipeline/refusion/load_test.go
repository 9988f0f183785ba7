package refusion

import (
	"strings"
	"testing"
)

const goodRules = `thresholds:
  - scheme: central
    valid_from: 2021-01-01
    rounding: 10000
    lump: accounting_year
    adult: {age_below: 67, covered_before: true, steps: [{above: 850000, percent: 25}, {above: 1660000, percent: 50}]}
    young: {unit: household, age_below: 18, aftercare_to: 22, aftercare_law: [SEL § 76]}
    source: a law
    checked: ""
shares:
  - scheme: half
    valid_from: 2021-01-01
    percent: 50
    counts_in: central
    source: a law
    checked: ""
`

// TestUnapplied: which rules are left out, by scheme, paragraph and month.
func TestUnapplied(t *testing.T) {
	rules, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		scheme, paragraph string
		month             int64
		want              string
	}{
		{"half", "SEL § 110", 2023*12 + 9, "120 days"},
		{"half", "SEL § 110, stk. 1", 2025 * 12, "120 days"},
		{"half", "SEL § 110", 2023*12 + 8, ""},
		{"half", "SEL § 11", 2025 * 12, ""},
		{"half", "SEL § 109", 2025 * 12, ""},
		{"central", "SEL § 110", 2025 * 12, ""},
		{"half", "SEL § 85 a", 2025 * 12, "2 years"},
	} {
		var got string
		for _, u := range rules.Unapplied(c.scheme, c.paragraph, c.month) {
			got += u.EN
		}
		if !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// TestStrict: one mistake a line, made in rules that are good.
func TestStrict(t *testing.T) {
	if _, err := parse([]byte(goodRules)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{
		{"rounding: 10000", "rounding: 10000\n    roundng: 1", "roundng"},
		{"rounding: 10000", "rounding: 10000\n    rounding: 1", "rounding"},
		{"rounding: 10000", "rounding: 0", "rounding is 0"},
		{"shares:", "unapplied: [{scheme: other, valid_from: 2023-10-01, law: [SEL § 110], da: a, en: b, source: c}]\nshares:", "no scheme that is here"},
		{"shares:", "unapplied: [{scheme: half, valid_from: 2023-10-01, law: [], da: a, en: b, source: c}]\nshares:", "want all of them"},
		{"accounting_year", "forward", `lump is "forward"`},
		{"unit: household", "unit: family", `unit is "family"`},
		{"age_below: 67", "age_below: 20", "ages are 18, 22, 20"},
		{"above: 1660000", "above: 850000", "above 850000 follows 850000"},
		{"percent: 50}", "percent: 25}", "percent 25 follows 25"},
		{"above: 850000", "above: many", "many"},
		{"steps: [{above: 850000, percent: 25}, {above: 1660000, percent: 50}]", "steps: []", "adult.steps is empty"},
		{"source: a law\n    checked: \"\"\nshares", "source: \"\"\n    checked: \"\"\nshares", "source is empty"},
		{"    percent: 50\n", "    percent: 101\n", "percent is 101"},
		{"counts_in: central", "counts_in: centrl", `counts_in is "centrl"`},
		{"scheme: half", "scheme: central", "also a scheme with thresholds"},
		{"valid_from: 2021-01-01\n    rounding", "valid_from: 2021-01-02\n    rounding", "first day of a month"},
		{"valid_from: 2021-01-01\n    rounding", "valid_from: soon\n    rounding", "soon"},
		{"[SEL § 76]", "[]", "aftercare_law"},
		{"shares:", "---\nshares:", "second document"},
	} {
		bad := strings.Replace(goodRules, c.from, c.to, 1)
		if bad == goodRules {
			t.Fatalf("%q is not in the rules", c.from)
		}
		if _, err := parse([]byte(bad)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q for %q: error %v, want one with %q", c.to, c.from, err, c.want)
		}
	}
	if _, err := parse([]byte("thresholds: []\n")); err == nil || !strings.Contains(err.Error(), "there are none") {
		t.Errorf("no rules: error %v", err)
	}
	twice := strings.Replace(goodRules, "shares:\n", "shares:\n"+goodRules[strings.Index(goodRules, "  - scheme: half"):], 1)
	if _, err := parse([]byte(twice)); err == nil || !strings.Contains(err.Error(), "stands twice") {
		t.Errorf("a version twice: error %v", err)
	}
}

// TestShipped: every version says where it is published, and the ones that the design and
// the law name are there.
func TestShipped(t *testing.T) {
	rules := shippedRules(t)
	// serviceloven § 176, stk. 1: the level of 2022
	level, ok := rules.Level("central", in("2022-01"), Adult, Options{})
	want := []Step{{kr("860000"), 25}, {kr("1680000"), 50}, {kr("2120000"), 75}}
	if !ok || level.Assumed || len(level.Steps) != 3 || level.Steps[0] != want[0] || level.Steps[1] != want[1] || level.Steps[2] != want[2] {
		t.Errorf("level of 2022 is %v, want %v", level, want)
	}
	// § 176, stk. 2: the same amounts for the household
	if young, _ := rules.Level("central", in("2022-01"), Young, Options{}); young.Steps[2] != want[2] {
		t.Errorf("level of the young in 2022 is %v, want %v", young, want)
	}
	for _, s := range rules.Schemes() {
		if first, ok := rules.First(s); !ok || first != in("2012-01") {
			t.Errorf("%s begins in month %d, %v, want January 2012", s, first, ok)
		}
	}
	for _, v := range rules.thresholds {
		if v.Checked == "" {
			t.Errorf("%s from %v: its levels were not checked", v.Scheme, v.ValidFrom)
		}
	}
}

func TestAftercare(t *testing.T) {
	rules := shippedRules(t)
	for _, c := range []struct {
		scheme, month, paragraph string
		want                     bool
	}{
		{"central", "2022-03", "SEL § 76", true},
		{"central", "2022-03", "SEL § 76 a, stk. 2", true},
		{"central", "2022-03", "SEL § 76, stk. 3, nr. 1", true},
		{"half", "2022-03", "SEL § 76", true},
		{"central", "2022-03", "SEL § 761", false},
		{"central", "2022-03", "SEL § 107", false},
		{"central", "2022-03", "", false},
		{"central", "2024-03", "BL § 116", true},
		{"central", "2021-03", "BL § 116", false},
		{"central", "2011-03", "SEL § 76", false},
	} {
		if got := rules.Aftercare(c.scheme, in(c.month), c.paragraph); got != c.want {
			t.Errorf("%s by %q in %s: %v, want %v", c.scheme, c.paragraph, c.month, got, c.want)
		}
	}
}
