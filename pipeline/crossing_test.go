package pipeline_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestCrossingByHand: who passes an age boundary, as of 31 December 2024.
func TestCrossingByHand(t *testing.T) {
	cases := []struct {
		name   string
		grants []string // of one person
		want   string   // boundary, year, provenance, persons, stayed; by comma
	}{
		{"18 on the first, ended the day before", []string{"2024-01-01 2024-02-29 day 7 1000 birth=2006-03-01"}, "18 2024 actual 1 0"},
		{"18, ended two days before", []string{"2024-01-01 2024-02-28 day 7 1000 birth=2006-03-01"}, ""},
		{"18, goes on", []string{"2024-01-01 2024-03-01 day 7 1000 birth=2006-03-01"}, "18 2024 actual 1 1"},
		// 1 March + 30 days = 31 March
		{"18, again within 31 days", []string{"2024-01-01 2024-02-29 day 7 1000 birth=2006-03-01", "2024-03-31 2024-05-01 day 7 1000 birth=2006-03-01"}, "18 2024 actual 1 1"},
		{"18, again on the 32nd day", []string{"2024-01-01 2024-02-29 day 7 1000 birth=2006-03-01", "2024-04-01 2024-05-01 day 7 1000 birth=2006-03-01"}, "18 2024 actual 1 0"},
		{"two grants, one person", []string{"2024-01-01 2024-03-05 day 7 1000 birth=2006-03-01", "2024-02-01 2024-03-31 day 7 500 birth=2006-03-01"}, "18 2024 actual 1 1"},
		{"begun on the birthday", []string{"2024-03-01 2024-05-01 day 7 1000 birth=2006-03-01"}, ""},
		{"born on 29 February, 23 on 1 March", []string{"2023-01-01 2023-02-28 day 7 1000 birth=2000-02-29"}, "23 2023 actual 1 0"},
		{"born on 29 February, ended on the 27th", []string{"2023-01-01 2023-02-27 day 7 1000 birth=2000-02-29"}, ""},
		// born in the half-years of 67: both boundaries on one day
		{"67 is the pension age too", []string{"2024-01-01 - day 7 1000 birth=1957-12-31"}, "67 2024 actual 1 1, pension 2024 actual 1 1"},
		// 66 years and 6 months after 15 June 1955 is 15 December 2021; 67 is 15 June 2022
		{"66 and a half", []string{"2021-01-01 2021-12-15 day 7 1000 birth=1955-06-15"}, "pension 2021 actual 1 1"},
		{"66 on the last day of the year", []string{"2020-01-01 2020-12-30 day 7 1000 birth=1954-12-31"}, "pension 2020 actual 1 0"},
		{"to come, as it is granted", []string{"2024-06-01 - day 7 1000 birth=2007-05-01"}, "18 2025 committed 1 1"},
		{"to come, and it ends", []string{"2024-06-01 2026-04-30 day 7 1000 birth=2008-05-01"}, "18 2026 committed 1 0"},
		{"once is no service to be in", []string{"2024-02-29 2024-02-29 once 1 1000 birth=2006-03-01"}, ""},
	}
	var book grantBook
	for i, c := range cases {
		for _, g := range c.grants {
			book.add(fmt.Sprintf("s%02d", i), fmt.Sprintf("p%d", i), g)
		}
	}
	p := runProject(t, book.write(t, 2020), byHand+"as_of: 2024-12-31\n")
	for i, c := range cases {
		got := p.lines("", `select boundary || ' ' || year || ' ' || provenance || ' ' || persons || ' ' || stayed from crossing
			where service = $1 order by boundary, year`, fmt.Sprintf("s%02d", i))
		for j := range got {
			got[j] = strings.TrimSpace(got[j])
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, strings.Join(got, ", "), c.want)
		}
	}
	p.none("a pension age that was not read", "from coverage where subject = 'crossing: pension' and status = 'assumed'")
}
