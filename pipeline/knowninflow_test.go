package pipeline_test

import "testing"

// TestKnownInflowByHand: what those who turn 18 in 2025 come to cost, by those who did in
// the years before, as of 31 December. Each had the service child from June of the year
// before. By their 18th birthdays, and days of the year from then on:
//
//	a 2020-07-01 184 days, adult from the birthday on: 184 x 1,000
//	b 2021-07-01 184 days, nothing
//	c 2022-07-01 184 days, adult from 1 August: 153 x 1,000; child goes on, which is nothing new
//	d 2023-07-01 granted adult before the year began: was no question any more, left out
//	e 2024-07-01 184 days, nothing
//	f 2024-12-01 31 days, nothing
//
// Five persons, 767 days, 337,000 kroner, two persons moved. Now g turns 18 on 2025-10-01,
// 92 days, and has two services: counted in the dearer. i turns 18 on 2025-12-31, 1 day; a
// grant of adult was cancelled, nobody knows when: it never counts. h has applied for
// adult, and waits.
//
//	93 x 337,000 / 767 = 40,861.7992…, 4,086,179.92 øre; 2 x 2 / 5 persons
//
// Of 2026 only a, b and c show what a second year brings: too few.
func TestKnownInflowByHand(t *testing.T) {
	var book grantBook
	for _, g := range [][3]string{
		{"child", "a", "2019-06-01 2020-06-30 day 7 500 birth=2002-07-01"},
		{"adult", "a", "2020-07-01 2020-12-31 day 7 1000 birth=2002-07-01"},
		{"child", "b", "2020-06-01 2021-06-30 day 7 500 birth=2003-07-01"},
		{"child", "c", "2021-06-01 2022-06-30 day 7 500 birth=2004-07-01"},
		{"child", "c", "2022-07-01 2022-07-31 day 7 500 birth=2004-07-01"},
		{"adult", "c", "2022-08-01 2022-12-31 day 7 1000 birth=2004-07-01"},
		{"child", "d", "2022-06-01 2023-06-30 day 7 500 birth=2005-07-01"},
		{"adult", "d", "2023-07-01 2023-12-31 day 7 9000 birth=2005-07-01 registered=2022-12-01"},
		{"child", "e", "2023-06-01 2024-06-30 day 7 500 birth=2006-07-01"},
		{"child", "f", "2023-06-01 2024-11-30 day 7 500 birth=2006-12-01"},
		{"child", "g", "2024-06-01 - day 7 500 birth=2007-10-01"},
		{"contact", "g", "2024-06-01 - month 1 2000 birth=2007-10-01"},
		{"child", "i", "2024-06-01 - day 7 500 birth=2007-12-31"},
		{"adult", "i", "2025-12-31 - day 7 1000 birth=2007-12-31 status=cancelled registered=2024-12-01"},
		{"child", "h", "2024-06-01 2025-06-30 day 7 500 birth=2007-07-01"},
		{"adult", "h", "2025-07-01 - day 7 1000 birth=2007-07-01 status=applied registered=2024-12-01"},
	} {
		book.add(g[0], g[1], g[2])
	}
	p := runProject(t, book.write(t, 2020), byHand+"as_of: 2024-12-31\n")
	want := func(what, query string) {
		t.Helper()
		p.none(what, "select * from commitment where "+query)
		p.atLeast(1, "from commitment where not ("+query+")")
	}
	want("2025, adult", `year = 2025 and service = 'adult' and (turning_18, known_inflow, known_inflow_persons, waiting_applied,
		waiting_applied_persons, committed) is distinct from (0, 40861.80, 0.8, 184000.00, 1, 0)`)
	want("2025, child", "year = 2025 and service = 'child' and (turning_18, known_inflow) is distinct from (2, 0)")
	want("2025, contact", "year = 2025 and service = 'contact' and turning_18 <> 0")
	want("2026", "year = 2026 and (known_inflow is not null or known_inflow_persons is not null)")
	p.atLeast(1, "from commitment where year = 2026 and service = 'child' and turning_18 = 2")
	p.atLeast(1, "from coverage where subject = 'known_inflow' and status = 'not_computed'")
	p.none("parts of expected", "from year_end where waiting_applied + known_inflow + expected_other <> expected")
	p.atLeast(1, "from year_end where level = 'all' and waiting_applied = 184000.00 and known_inflow = 40861.80 and turning_18 = 2")
}
