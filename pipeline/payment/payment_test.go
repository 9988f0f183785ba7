package payment

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}

// TestShipped: the arts and the deadline that the program ships, and since when.
func TestShipped(t *testing.T) {
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, m := range r.InForce(day("2023-12-31")) {
		got[m.Of+" "+m.Art] = m.Payment
	}
	want := map[string]string{
		"gross 4.6": "to_state", "gross 4.7": "purchase", "gross 4.8": "purchase",
		"income 7.6": "from_state", "income 7.7": "sale", "income 7.8": "sale", "income 7.9": "own_payment",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("arts (-want +got):\n%s", diff)
	}
	if early := r.InForce(day("2006-12-31")); len(early) != 0 {
		t.Errorf("arts of 2006: %v, want none", early)
	}
	if diff := cmp.Diff([]string{"7.9"}, r.Assumed()); diff != "" {
		t.Errorf("assumed (-want +got):\n%s", diff)
	}
	for _, tt := range []struct {
		payment, day string
		months       int64
	}{{"purchase", "2012-12-31", 0}, {"purchase", "2013-01-01", 12}, {"sale", "2024-06-30", 12}, {"to_state", "2024-06-30", 0}} {
		if got := r.Deadline(tt.payment, day(tt.day)); got != tt.months {
			t.Errorf("deadline of %s on %s is %d months, want %d", tt.payment, tt.day, got, tt.months)
		}
	}
	for _, k := range r.Kinds {
		if k.Person == (k.Payment == "objective_financing") {
			t.Errorf("%s: person %v; only objective financing is nobody's", k.Payment, k.Person)
		}
	}
}

const kinds = `kinds: [{payment: sale, of: income, person: true, label_da: s, label_en: s, source: s}, {payment: fee, of: income, person: true, label_da: s, label_en: s, source: s}]
`

// TestVersions: the newest version of an art counts, and of a deadline.
func TestVersions(t *testing.T) {
	r, err := parse([]byte(kinds + `arts:
  - {payment: fee, art: "7.7", valid_from: 2020-01-01, source: s}
  - {payment: sale, art: "7.7", valid_from: 2007-01-01, source: s}
deadlines:
  - {payments: [sale], months: 12, valid_from: 2020-07-01, source: s}
  - {payments: [sale, fee], months: 36, valid_from: 2007-01-01, source: s}
`))
	if err != nil {
		t.Fatal(err)
	}
	for last, want := range map[string]string{"2019-12-31": "sale", "2020-12-31": "fee"} {
		if got := r.InForce(day(last)); len(got) != 1 || got[0].Payment != want {
			t.Errorf("art 7.7 in the year to %s: %v, want %s alone", last, got, want)
		}
	}
	if got := [3]int64{r.Deadline("sale", day("2020-06-30")), r.Deadline("sale", day("2020-07-01")), r.Deadline("fee", day("2021-01-01"))}; got != [3]int64{36, 12, 36} {
		t.Errorf("deadlines %v, want 36, 12 and 36 months", got)
	}
}

// TestVersionsList: each version ends the day before the next one of its art or payment.
func TestVersionsList(t *testing.T) {
	r, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range r.Versions() {
		if v.Payment == "purchase" {
			to := "-"
			if !v.ValidTo.IsZero() {
				to = v.ValidTo.Format(time.DateOnly)
			}
			got = append(got, fmt.Sprintf("%s %s %s %d %s", v.Kind, v.Art, v.ValidFrom.Format(time.DateOnly), v.Months, to))
		}
	}
	want := []string{"gross 4.7 2007-01-01 0 -", "gross 4.8 2007-01-01 0 -", "gross  2013-01-01 12 2023-12-31", "gross  2024-01-01 12 -"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("versions of purchase (-want +got):\n%s", diff)
	}
}

// TestFaults: what the file may not say.
func TestFaults(t *testing.T) {
	const arts = "arts: [{payment: sale, art: '7.7', valid_from: 2007-01-01, source: s}]\n"
	for text, want := range map[string]string{
		arts:  `arts 1: payment is "sale": want one of kinds`,
		kinds: "at least one of kinds and one of arts",
		kinds + "arts: [{payment: sale, art: '', valid_from: 2007-01-01, source: s}]\n":                  "arts 1: art is empty",
		kinds + "arts: [{payment: sale, art: '7.7', source: s}]\n":                                       "want valid_from and source",
		kinds + arts + "deadlines: [{payments: [sale], months: 0, valid_from: 2007-01-01, source: s}]\n": "deadlines 1: months is 0: want 1 to 120",
		kinds + arts + "deadlines: [{payments: [], months: 12, valid_from: 2007-01-01, source: s}]\n":    "want at least one payment",
		strings.Replace(kinds, "of: income", "of: refund", 1) + arts:                                     `kinds 1: of is "refund": want income or gross`,
		strings.Replace(kinds, "label_da: s", "label_da: ''", 1) + arts:                                  "want payment, label_da, label_en and source",
		kinds + "arts: [{payment: sale, type: '7.7', valid_from: 2007-01-01, source: s}]\n":              "field type not found",
	} {
		if _, err := parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
