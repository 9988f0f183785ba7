package pipeline_test

// What a run knows. Half of these are as of 31 March 2024, from an extract of 31 December.
var asOfCases = []grantCase{
	{"back-dated, before it is registered", early, []string{"p 2024-02-01 2024-02-29 day 7 1000 registered=2024-05-20"}, nil},
	{"back-dated, after it is registered", late, []string{"p 2024-02-01 2024-02-29 day 7 1000 registered=2024-05-20"},
		[]string{"month 2024-02 40-49 29 1 29000.00"}},
	{"registered on the as-of day", early, []string{"p 2024-02-01 2024-02-29 day 7 1000 registered=2024-03-31"},
		[]string{"month 2024-02 40-49 29 1 29000.00"}},
	{"registered the day after", early, []string{"p 2024-02-01 2024-02-29 day 7 1000 registered=2024-04-01"}, nil},
	{"without registration the decision counts", early, []string{"p 2024-02-01 2024-02-29 day 7 1000 registered= decided=2024-04-10"}, nil},
	{"without either the start counts", early, []string{"p 2024-02-01 2024-02-29 day 7 1000 registered="},
		[]string{"month 2024-02 40-49 29 1 29000.00"}},
	// 30 and 31 March; from then 275 of 366 days, and 365
	{"an open grant runs to the as-of day, and is committed from there", early, []string{"p 2024-03-30 - day 7 1000"},
		[]string{"month 2024-03 40-49 2 1 2000.00", "ahead 2024 275 275000.00 0 0.00 0 0.00", "ahead 2025 365 365000.00 0 0.00 0 0.00"}},
	// April alone is still to come
	{"an end within the open year", early, []string{"p 2024-03-30 2024-04-30 day 7 1000"},
		[]string{"month 2024-03 40-49 2 1 2000.00", "ahead 2024 30 30000.00 0 0.00 0 0.00"}},
	{"cancelled without a day never counts", late, []string{"p 2024-05-01 2024-05-31 day 7 1000 status=cancelled"}, nil},
	// 1 to 10 May
	{"cancelled on the 11th", late, []string{"p 2024-05-01 2024-05-31 day 7 1000 status=cancelled cancelled=2024-05-11"},
		[]string{"month 2024-05 40-49 10 1 10000.00"}},
	{"cancelled before it began", late, []string{"p 2024-05-01 2024-05-31 day 7 1000 status=cancelled cancelled=2024-04-11"}, nil},
	// nobody knew in March what was cancelled in June: committed to the end of the year and of the next
	{"cancelled later, as known before", early, []string{"p 2024-03-30 - day 7 1000 status=cancelled cancelled=2024-06-01"},
		[]string{"month 2024-03 40-49 2 1 2000.00", "ahead 2024 275 275000.00 0 0.00 0 0.00", "ahead 2025 365 365000.00 0 0.00 0 0.00"}},
	{"cancelled, as known after", late, []string{"p 2024-05-30 - day 7 1000 status=cancelled cancelled=2024-06-02"},
		[]string{"month 2024-05 40-49 2 1 2000.00", "month 2024-06 40-49 1 1 1000.00"}},
	// the first grant is cancelled when the second is registered
	{"corrected, as known before", early,
		[]string{"p 2024-03-30 - day 7 1000 status=cancelled cancelled=2024-05-06", "p 2024-05-06 - day 7 1100 registered=2024-05-06"},
		[]string{"month 2024-03 40-49 2 1 2000.00", "ahead 2024 275 275000.00 0 0.00 0 0.00", "ahead 2025 365 365000.00 0 0.00 0 0.00"}},
	// May: 5 x 1,000 + 26 x 1,100 = 33,600
	{"corrected, as known after", late,
		[]string{"p 2024-04-30 - day 7 1000 status=cancelled cancelled=2024-05-06", "p 2024-05-06 2024-05-31 day 7 1100 registered=2024-05-06"},
		[]string{"month 2024-04 40-49 1 1 1000.00", "month 2024-05 40-49 31 1 33600.00"}},
	// a correction of the past: nothing is left of the first grant, and the second was registered later
	{"corrected from the start, as known after", late,
		[]string{"p 2024-02-01 2024-02-29 day 7 1000 status=cancelled", "p 2024-02-01 2024-02-29 day 7 1100 registered=2024-05-06"},
		[]string{"month 2024-02 40-49 29 1 31900.00"}},
}

// What is still to come, as of 31 December 2024 (open year 2025) or 31 March 2024.
var aheadCases = []grantCase{
	// 1 March to 31 December 2025: 365 - 59 = 306 days
	{"granted and not started", late, []string{"p 2025-03-01 - day 7 1000 status=granted registered=2024-12-10"},
		[]string{"ahead 2025 306 306000.00 1 306000.00 0 0.00", "ahead 2026 365 365000.00 1 365000.00 0 0.00"}},
	{"applied for", late, []string{"p 2025-03-01 - day 7 1000 status=applied registered=2024-12-10"},
		[]string{"ahead 2025 0 0.00 0 0.00 1 306000.00", "ahead 2026 0 0.00 0 0.00 1 365000.00"}},
	// from the day after the as-of date: it can begin no earlier
	{"applied for from a day that has passed", late, []string{"p 2024-11-01 2025-12-31 day 7 1000 status=applied registered=2024-10-01"},
		[]string{"ahead 2025 0 0.00 0 0.00 1 365000.00"}},
	{"applied for after the as-of day", early, []string{"p 2024-05-01 - day 7 1000 status=applied registered=2024-04-02"}, nil},
	// 14 / 28 x 45,000 + 10 x 45,000
	{"applied for by the month", late, []string{"p 2025-02-15 2025-12-31 month 1 45000 status=applied registered=2024-12-10"},
		[]string{"ahead 2025 0 0.00 0 0.00 1 472500.00"}},
	{"once, granted ahead", late, []string{"p 2025-02-01 2025-02-01 once 1 50000 status=granted registered=2024-12-10"},
		[]string{"ahead 2025 0 50000.00 1 50000.00 0 0.00"}},
	// the new grant goes on from the old one: committed, and nobody waits
	{"a grant that goes on is not waiting", late,
		[]string{"p 2024-12-31 2024-12-31 day 7 1000", "p 2025-01-01 2025-12-31 day 7 1100 status=granted registered=2024-12-10"},
		[]string{"ahead 2025 365 401500.00 0 0.00 0 0.00"}},
	{"an application for more of what one has is not waiting", late,
		[]string{"p 2024-12-31 2025-12-31 day 7 1000", "p 2025-01-01 2025-12-31 day 2 1000 status=applied registered=2024-12-10"},
		[]string{"ahead 2025 365 365000.00 0 0.00 0 0.00"}},
	{"a birthday to come is not a start", late, []string{"p 2024-12-31 2025-12-31 day 7 1000 birth=2007-06-01"},
		[]string{"ahead 2025 365 365000.00 0 0.00 0 0.00"}},
	// one grant over two bands: 31 x 1,000 rounded in two cells, one grant
	{"18 within what is granted", late, []string{"p 2025-03-01 2025-03-31 day 7 1000 birth=2007-03-15 registered=2024-12-10"},
		[]string{"ahead 2025 31 31000.00 1 31000.00 0 0.00"}},
	{"cancelled before it started", late, []string{"p 2025-03-01 - day 7 1000 status=cancelled cancelled=2024-12-20 registered=2024-12-10"}, nil},
	{"cancelled before it started, on a day that is not told", late, []string{"p 2025-03-01 - day 7 1000 status=cancelled registered=2024-12-10"}, nil},
}
