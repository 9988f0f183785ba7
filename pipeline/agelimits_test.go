package pipeline

import (
	"strings"
	"testing"
	"time"
)

// TestPensionAge: lov om social pension, § 1 a, on both sides of every turn.
func TestPensionAge(t *testing.T) {
	limits, err := ageLimits(shippedLimits)
	if err != nil {
		t.Fatal(err)
	}
	for birth, want := range map[string][2]int64{
		"1900-01-01": {65, 0}, "1953-12-31": {65, 0}, "1954-01-01": {65, 6}, "1954-06-30": {65, 6}, "1954-07-01": {66, 0}, "1954-12-31": {66, 0},
		"1955-01-01": {66, 6}, "1955-06-30": {66, 6}, "1955-07-01": {67, 0}, "1962-12-31": {67, 0}, "1963-01-01": {68, 0}, "1966-12-31": {68, 0},
		"1967-01-01": {69, 0}, "1970-12-31": {69, 0}, "1971-01-01": {70, 0}, "2020-05-05": {70, 0},
	} {
		day, err := time.Parse(time.DateOnly, birth)
		if err != nil {
			t.Fatal(err)
		}
		var got [][2]int64
		for _, l := range limits {
			if l.Boundary == "pension" && !day.Before(l.From) && !day.After(l.To) {
				got = append(got, [2]int64{l.Years, l.Months})
			}
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("born on %s: %v, want %v years and months", birth, got, want)
		}
	}
}

func TestAgeLimitsFaults(t *testing.T) {
	for text, want := range map[string]string{
		"limits: [{boundary: a, years: 18}]":                    "row 1",
		"limits: [{boundary: a, years: 18, source: x, age: 3}]": "age",
		"limits: [{boundary: a, years: 18, source: x, born_to: 1953-12-31}, {boundary: a, years: 19, source: x, born_from: 1954-01-02}]": "row 2",
		"limits: [{boundary: a, years: 18, source: x, born_to: 1953-12-31}, {boundary: a, years: 19, source: x, born_from: 1953-12-31}]": "row 2",
		"limits: [{boundary: a, years: 18, source: x, born_to: 1953-12-31}]":                                                             "want everybody",
		"limits: [{boundary: a, years: 18, source: x, born_from: 1953-12-31}]":                                                           "row 1",
		"limits: [{boundary: a, years: 18, months: 12, source: x}]":                                                                      "row 1",
	} {
		if _, err := ageLimits([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %s", text, err, want)
		}
	}
}
