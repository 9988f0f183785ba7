package law

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func load(t *testing.T) Reference {
	t.Helper()
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func on(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// TestShipped: what issue 4 asks for is there, in force when the law was. The days are
// those of Serviceloven § 189 (1 January 2007) and Barnets Lov (1 January 2024).
func TestShipped(t *testing.T) {
	r := load(t)
	for _, n := range []string{"85", "95", "96", "97", "98", "101", "102", "103", "104", "107", "108", "109", "110"} {
		p, ok := r.In("SEL § "+n, on(2024, 6, 1), on(2024, 6, 1))
		if !ok || p.Law != "SEL" || !p.ValidFrom.Equal(on(2007, 1, 1)) || !p.ValidTo.IsZero() {
			t.Errorf("SEL § %s: %+v, %v", n, p, ok)
		}
	}
	for text, want := range map[string][2]bool{ // in force on 31 December 2023, and the day after
		"SEL § 66": {true, false}, "SEL §52, stk. 3, nr. 7": {true, false}, "SEL § 76 stk. 3": {true, false},
		"SEL § 44, jf. § 84": {true, false}, "BL § 43, stk. 1, nr. 1": {false, true}, "BL § 116": {false, true},
		"SEL § 101; SUL § 141": {true, true}, "SEL\u00a0§\u00a083 a": {true, true}, "ABL § 105, stk. 2": {true, true},
		"STU": {true, true}, "SEL § 999": {}, "SEL § 83 z": {}, "BL": {}, "Care Act 2014 s. 18": {}, "": {},
	} {
		_, old := r.In(text, on(2023, 12, 31), on(2023, 12, 31))
		_, now := r.In(text, on(2024, 1, 1), on(2024, 1, 1))
		if old != want[0] || now != want[1] {
			t.Errorf("%q: in force %v on 31 December 2023 and %v on 1 January 2024, want %v", text, old, now, want)
		}
	}
	if _, ok := r.In("SEL § 66", on(2022, 5, 1), time.Time{}); !ok {
		t.Error("a grant of 2022 without an end is not known by the paragraph it was given by")
	}
}

// TestSuccessors: the crosswalk goes by the most detailed row that fits, one to many and
// many to one.
func TestSuccessors(t *testing.T) {
	r := load(t)
	for text, want := range map[string]string{
		"SEL § 66, stk. 1, nr. 1":   "BL § 43",
		"SEL § 52":                  "BL § 32; BL § 46",
		"SEL § 52, stk. 3, nr. 3":   "BL § 32, stk. 1, nr. 5",
		"SEL §52 stk. 3, nr. 7":     "BL § 46",
		"SEL § 52, stk. 3, nr. 77":  "BL § 32; BL § 46",
		"SEL § 52 a":                "BL § 35",
		"SEL § 58":                  "BL § 47",
		"SEL § 11, stk. 3, nr. 1":   "BL § 30",
		"SEL § 11, stk. 2":          "BL § 29",
		"SEL § 11, stk. 7":          "BL § 81",
		"SEL § 76, stk. 3, nr. 1":   "BL § 114; BL § 115; BL § 116",
		"SEL § 41":                  "BL § 86",
		"SEL § 42":                  "BL § 87",
		"SEL § 32":                  "BL § 82; BL § 83",
		"SEL § 36":                  "BL § 82; BL § 84",
		"SEL § 85":                  "",
		"BL § 43":                   "",
		"SEL § 5":                   "",
		"Care Act 2014 s. 18":       "",
		"SEL § 44, jf. § 84, stk 1": "BL § 90",
	} {
		step, ok := r.Successors(text)
		if got := strings.Join(step.To, "; "); got != want || ok != (want != "") {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// TestAssumed: what was read in no source says so, and what the issue is about was read.
func TestAssumed(t *testing.T) {
	var assumed []string
	for _, p := range load(t).Paragraphs() {
		if p.Source == "assumed" {
			assumed = append(assumed, p.Paragraph)
		}
	}
	for _, s := range load(t).Steps() {
		if s.Source == "assumed" {
			assumed = append(assumed, "from "+s.From)
		}
	}
	for _, read := range []string{"SEL § 107", "SEL § 108", "SEL § 66", "SEL § 76", "BL § 32", "BL § 43", "BL § 46", "BL § 86", "BL § 87"} {
		if slices.Contains(assumed, read) {
			t.Errorf("%s is assumed", read)
		}
	}
	if len(assumed) == 0 {
		t.Error("nothing is assumed: then the file no longer says what was read and what was not")
	}
}

// TestFaults: a file with a mistake is refused, by row and with what is allowed.
func TestFaults(t *testing.T) {
	const head = "sources: {a: assumed}\nlaws: [{law: SEL, label_da: x, label_en: x, source: a}]\n"
	const one = "  - {paragraphs: [SEL § 1], valid_from: 2020-01-01, valid_to: 2020-12-31, label_da: x, label_en: x, source: a}\n"
	for text, want := range map[string]string{
		head: "there are no paragraphs",
		head + "paragraphs:\n" + strings.Replace(one, "SEL", "SLE", 1):                                            "begins with no law: want one of SEL",
		head + "paragraphs:\n" + one + strings.Replace(one, "2020-01-01", "2020-06-01", 1):                        "overlaps its row from 2020-01-01",
		head + "paragraphs:\n" + strings.Replace(one, "2020-12-31", "2019-12-31", 1):                              "valid_to is 2019-12-31",
		head + "paragraphs:\n" + strings.Replace(one, "source: a", "source: b", 1):                                "the source is missing",
		head + "paragraphs:\n" + one + "crosswalk: [{on: 2022-01-01, from: SEL § 1, to: [SEL § 2], source: a}]\n": "is not in force to the day before",
		head + "paragraphs:\n" + one + "crosswalk: [{on: 2021-01-01, from: SEL § 1, to: [SEL § 2], source: a}]\n": `"SEL § 2" does not begin on the day`,
		head + "nonsense: 1\n": "nonsense",
	} {
		if _, err := parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
