package pipeline_test

// Days and prices. 7 a week at 1,000 kroner is 1,000 kroner a day.
var dayCases = []grantCase{
	// 29 x 1,000
	{"February of a leap year", late, []string{"p 2024-02-01 2024-02-29 day 7 1000"}, []string{"month 2024-02 40-49 29 1 29000.00"}},
	// 28 x 1,000
	{"February of a common year", late, []string{"p 2023-02-01 2023-02-28 day 7 1000"}, []string{"month 2023-02 40-49 28 1 28000.00"}},
	// the first and the last day both count
	{"one day", late, []string{"p 2024-03-15 2024-03-15 day 7 1000"}, []string{"month 2024-03 40-49 1 1 1000.00"}},
	{"over the end of a year", late, []string{"p 2023-12-31 2024-01-01 day 7 1000"},
		[]string{"month 2023-12 40-49 1 1 1000.00", "month 2024-01 40-49 1 1 1000.00"}},
	// 10 x 5 x 1,234.56 / 7 = 61,728 / 7 = 8,818.2857
	{"five days a week", late, []string{"p 2024-01-01 2024-01-10 day 5 1234.56"}, []string{"month 2024-01 40-49 10 1 8818.29"}},
	// 30 x 12.5 x 412.75 / 7 = 154,781.25 / 7 = 22,111.6071
	{"hours", late, []string{"p 2024-04-01 2024-04-30 hour 12.5 412.75"}, []string{"month 2024-04 40-49 30 1 22111.61"}},
	// a whole month is the month's price, whatever its days
	{"a month", late, []string{"p 2024-02-01 2024-03-31 month 1 45000"},
		[]string{"month 2024-02 40-49 29 1 45000.00", "month 2024-03 40-49 31 1 45000.00"}},
	// 15 / 29 x 45,000 = 23,275.8621
	{"part of a leap February", late, []string{"p 2024-02-15 2024-02-29 month 1 45000"}, []string{"month 2024-02 40-49 15 1 23275.86"}},
	// 14 / 28 x 45,000
	{"part of a common February", late, []string{"p 2023-02-15 2023-02-28 month 1 45000"}, []string{"month 2023-02 40-49 14 1 22500.00"}},
	{"once has a price and neither days nor persons", late, []string{"p 2024-05-10 2024-05-10 once 1 120000"},
		[]string{"month 2024-05 40-49 0 0 120000.00"}},
	// 2 x 9,999.99
	{"once, two of them", late, []string{"p 2024-05-31 - once 2 9999.99"}, []string{"month 2024-05 40-49 0 0 19999.98"}},
	// 3 x 0.10 / 7 = 0.042857: a cell is rounded once, not each grant (3 x 0.01)
	{"rounded once", late, []string{"p 2024-04-03 2024-04-03 day 1 0.10", "q 2024-04-03 2024-04-03 day 1 0.10", "r 2024-04-03 2024-04-03 day 1 0.10"},
		[]string{"month 2024-04 40-49 3 3 0.04"}},
	// 1 / 30 x 0.15 = 0.005
	{"half an øre is rounded up", late, []string{"p 2024-04-03 2024-04-03 month 1 0.15"}, []string{"month 2024-04 40-49 1 1 0.01"}},
	// 1 / 30 x 0.14 = 0.004667
	{"less than half an øre is nothing", late, []string{"p 2024-04-03 2024-04-03 month 1 0.14"}, []string{"month 2024-04 40-49 1 1 0.00"}},
	// 17 days with that of the death
	{"death on the 17th", late, []string{"p 2024-10-01 2024-10-17 day 7 1000"}, []string{"month 2024-10 40-49 17 1 17000.00"}},
	// 17 / 31 x 45,000 = 24,677.4194
	{"death on the 17th, by the month", late, []string{"p 2024-10-01 2024-10-17 month 1 45000"}, []string{"month 2024-10 40-49 17 1 24677.42"}},
	// 365 / 365 and 366 / 366
	{"whole years", late, []string{"p 2023-01-01 2024-12-31 day 7 1000"},
		[]string{"year 2023 40-49 365 1 1.000000", "year 2024 40-49 366 1 1.000000"}},
	// July to December: 31 + 31 + 30 + 31 + 30 + 31 = 184; / 366 = 0.502732
	{"half a leap year", late, []string{"p 2024-07-01 2024-12-31 day 7 1000"}, []string{"year 2024 40-49 184 1 0.502732"}},
}

// Ages: a year of age begins on the birthday.
var ageCases = []grantCase{
	{"18 on the first of a month", late, []string{"p 2024-02-01 2024-03-31 day 7 1000 birth=2006-03-01"},
		[]string{"month 2024-02 12-17 29 1 29000.00", "month 2024-03 18-22 31 1 31000.00"}},
	// 1 to 14 March and 15 to 31 March
	{"18 within a month", late, []string{"p 2024-03-01 2024-03-31 day 7 1000 birth=2006-03-15"},
		[]string{"month 2024-03 12-17 14 1 14000.00", "month 2024-03 18-22 17 1 17000.00"}},
	// 14 / 31 x 45,000 = 20,322.5806 and 17 / 31 x 45,000 = 24,677.4194
	{"18 within a month, by the month", late, []string{"p 2024-03-01 2024-03-31 month 1 45000 birth=2006-03-15"},
		[]string{"month 2024-03 12-17 14 1 20322.58", "month 2024-03 18-22 17 1 24677.42"}},
	{"18 on the last day of the year", late, []string{"p 2024-12-01 2024-12-31 day 7 1000 birth=2006-12-31"},
		[]string{"month 2024-12 12-17 30 1 30000.00", "month 2024-12 18-22 1 1 1000.00"}},
	{"born on 29 February, 23 in a common year on 1 March", late, []string{"p 2023-02-01 2023-03-31 day 7 1000 birth=2000-02-29"},
		[]string{"month 2023-02 18-22 28 1 28000.00", "month 2023-03 23-29 31 1 31000.00"}},
	{"born on 29 February, 40 in a leap year on the day", late, []string{"p 2024-02-01 2024-02-29 day 7 1000 birth=1984-02-29"},
		[]string{"month 2024-02 30-39 28 1 28000.00", "month 2024-02 40-49 1 1 1000.00"}},
	{"67 on the second", late, []string{"p 2024-07-01 2024-07-31 day 7 1000 birth=1957-07-02"},
		[]string{"month 2024-07 60-66 1 1 1000.00", "month 2024-07 67-74 30 1 30000.00"}},
	{"once on the 18th birthday is in the band of that day", late, []string{"p 2024-05-10 2024-05-10 once 1 500 birth=2006-05-10"},
		[]string{"month 2024-05 18-22 0 0 500.00"}},
	// 14 March is day 31 + 29 + 14 = 74 of the year: 74 / 366 = 0.202186, 292 / 366 = 0.797814
	{"a year over two bands", late, []string{"p 2024-01-01 2024-12-31 day 7 1000 birth=2006-03-15"},
		[]string{"year 2024 12-17 74 1 0.202186", "year 2024 18-22 292 1 0.797814"}},
}

// Several grants of a person, and changes within a case.
var changeCases = []grantCase{
	// April: 30 + 15 days, one person
	{"overlapping grants add, the person counts once", late,
		[]string{"p 2024-04-01 2024-04-30 day 7 1000", "p 2024-04-16 2024-05-15 day 7 1000"},
		[]string{"month 2024-04 40-49 45 1 45000.00", "month 2024-05 40-49 15 1 15000.00"}},
	// both in April, the second alone in May
	{"grants active by month", late, []string{"p 2024-04-01 2024-04-30 day 7 1000", "p 2024-04-16 2024-05-15 day 7 1000"},
		[]string{"cases 2024-04 40-49 2", "cases 2024-05 40-49 1"}},
	// within April; to the last of it; from its last day; over it all
	{"grants that begin and end within a month", late,
		[]string{"p 2024-04-10 2024-04-20 day 7 1000", "q 2024-03-31 2024-04-30 month 1 9000", "r 2024-04-30 2024-05-01 hour 3 400", "s 2024-03-01 2024-05-31 day 7 1"},
		[]string{"cases 2024-03 40-49 2", "cases 2024-04 40-49 4", "cases 2024-05 40-49 2"}},
	{"one grant over a birthday is a case of both bands", late, []string{"p 2024-03-01 2024-04-30 day 7 1000 birth=2006-03-15"},
		[]string{"cases 2024-03 12-17 1", "cases 2024-03 18-22 1", "cases 2024-04 18-22 1"}},
	{"once is no case of a month", late, []string{"p 2024-05-10 2024-05-10 once 1 500", "q 2024-05-31 2024-05-31 day 7 1000"},
		[]string{"cases 2024-05 40-49 1"}},
	{"two persons", late, []string{"p 2024-04-01 2024-04-30 day 7 1000", "q 2024-04-16 2024-05-15 day 7 1000"},
		[]string{"month 2024-04 40-49 45 2 45000.00", "month 2024-05 40-49 15 1 15000.00"}},
	// 10 + 11 days
	{"a gap within the month", late, []string{"p 2024-04-01 2024-04-10 day 7 1000", "p 2024-04-20 2024-04-30 day 7 1000"},
		[]string{"month 2024-04 40-49 21 1 21000.00"}},
	// a person that comes back in another month is one person of the year: 30 + 31 days, / 366 = 0.166667
	{"away for a month", late, []string{"p 2024-04-01 2024-04-30 day 7 1000", "p 2024-07-01 2024-07-31 day 7 1000"},
		[]string{"year 2024 40-49 61 1 0.166667"}},
	// 2 x 366 / 366
	{"two grants all year", late, []string{"p 2024-01-01 2024-12-31 day 7 1000", "p 2024-01-01 2024-12-31 day 7 500"},
		[]string{"year 2024 40-49 732 1 2.000000"}},
	// 14 x 1,000 + 16 x 1,100
	{"price from the 15th", late, []string{"p 2024-06-01 2024-06-14 day 7 1000", "p 2024-06-15 2024-06-30 day 7 1100"},
		[]string{"month 2024-06 40-49 30 1 31600.00"}},
	// 14 / 30 x 45,000 + 16 / 30 x 48,000 = 21,000 + 25,600
	{"price from the 15th, by the month", late, []string{"p 2024-06-01 2024-06-14 month 1 45000", "p 2024-06-15 2024-06-30 month 1 48000"},
		[]string{"month 2024-06 40-49 30 1 46600.00"}},
	// 14 x 5 x 700 / 7 + 16 x 3 x 700 / 7 = 7,000 + 4,800
	{"fewer days a week from the 15th", late, []string{"p 2024-06-01 2024-06-14 day 5 700", "p 2024-06-15 2024-06-30 day 3 700"},
		[]string{"month 2024-06 40-49 30 1 11800.00"}},
	// 15 / 30 x 45,000 + 15 x 1,000: units add up in one cell
	{"from the month to the day", late, []string{"p 2024-06-01 2024-06-15 month 1 45000", "p 2024-06-16 2024-06-30 day 7 1000"},
		[]string{"month 2024-06 40-49 30 1 37500.00"}},
}
