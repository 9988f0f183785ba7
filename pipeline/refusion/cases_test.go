package refusion

import (
	"fmt"
	"testing"
	"time"

	"opdrift/pipeline/money"
)

// Twelfths of the amounts, in kroner, used below:
//
//	2012 adults    950,000 →  79,166.66…   1,770,000 → 147,500.00
//	2020 adults  1,090,000 →  90,833.33…   2,050,000 → 170,833.33…
//	2020 young     830,000 →  69,166.66…   1,630,000 → 135,833.33…
//	2021           850,000 →  70,833.33…   1,660,000 → 138,333.33…   2,090,000 → 174,166.66…
//	2022           860,000 →  71,666.66…   1,680,000 → 140,000.00    2,120,000 → 176,666.66…

// row begins a person's month of an adult born in 1980 with a service under the scheme.
type row = PersonMonth

func adultRow(month string, cost string, change ...func(*row)) row {
	r := row{Municipality: "999", Person: "p", Birth: on("1980-05-10"), Month: in(month), Service: "home", Scheme: "central", Cost: kr(cost)}
	for _, f := range change {
		f(&r)
	}
	return r
}

func who(key string) func(*row)      { return func(r *row) { r.Person = key } }
func born(date string) func(*row)    { return func(r *row) { r.Birth = on(date) } }
func service(name string) func(*row) { return func(r *row) { r.Service = name } }
func lives(key string) func(*row)    { return func(r *row) { r.Household = key } }
func income(s string) func(*row)     { return func(r *row) { r.Income = kr(s) } }
func refunds(s string) func(*row)    { return func(r *row) { r.OtherRefunds = kr(s) } }
func scheme(name string) func(*row)  { return func(r *row) { r.Scheme = name } }
func town(code string) func(*row)    { return func(r *row) { r.Municipality = code } }
func lump(r *row)                    { r.Lump = true }
func aftercare(r *row)               { r.Aftercare = true }

func kr(s string) money.Ore {
	o, err := money.Parse(s)
	if err != nil {
		panic(err)
	}
	return o
}

func on(date string) time.Time {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	return t
}

func in(month string) int64 { return monthOf(on(month + "-01")) }

// Want lines are "month person service scheme kroner", with " assumed" after them.
type handCase struct {
	name   string
	growth float64
	rows   []row
	want   []string
}

func TestByHand(t *testing.T) {
	rules := shippedRules(t)
	var all []handCase
	for _, part := range [][]handCase{amountCases, unitCases, ageCases, lumpCases, deductionCases, yearCases} {
		all = append(all, part...)
	}
	if len(all) < 40 {
		t.Errorf("%d cases, want at least 40", len(all))
	}
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			got, err := Compute(rules, c.rows, Options{ThresholdGrowth: c.growth})
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, r := range got {
				line := fmt.Sprintf("%s %s %s %s %v", time.Date(int(r.Month/12), time.Month(r.Month%12+1), 1, 0, 0, 0, 0, time.UTC).Format("2006-01"),
					r.Person, r.Service, r.Scheme, r.Ore)
				if r.Assumed {
					line += " assumed"
				}
				lines = append(lines, line)
			}
			if fmt.Sprint(lines) != fmt.Sprint(c.want) {
				t.Errorf("got\n%q\nwant\n%q", lines, c.want)
			}
		})
	}
}

func shippedRules(t testing.TB) Rules {
	rules, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return rules
}

// Around each amount of 2022. In øre, 12 × base − amount is what is above.
var amountCases = []handCase{
	// 12 × 7,166,666 = 85,999,992 < 86,000,000
	{"an øre under the first amount", 0, []row{adultRow("2022-03", "71666.66")}, nil},
	// 12 × 7,166,667 = 86,000,004: 4 × 25 / 1200 = 0.083 øre, rounded 0
	{"an øre over the first amount rounds to nothing", 0, []row{adultRow("2022-03", "71666.67")}, nil},
	// 12 × 7,166,669 = 86,000,028: 28 × 25 / 1200 = 0.58 øre, rounded 1
	{"the first øre refunded", 0, []row{adultRow("2022-03", "71666.69")}, []string{"2022-03 p home central 0.01"}},
	// 1,000.00333… × 25 % = 250.0008
	{"a thousand over the first amount", 0, []row{adultRow("2022-03", "72666.67")}, []string{"2022-03 p home central 250.00"}},
	// (139,999.99 − 71,666.6667) × 25 % = 68,333.3233 × 25 % = 17,083.3308
	{"an øre under the second amount", 0, []row{adultRow("2022-03", "139999.99")}, []string{"2022-03 p home central 17083.33"}},
	// 68,333.3333 × 25 % = 17,083.3333
	{"at the second amount", 0, []row{adultRow("2022-03", "140000.00")}, []string{"2022-03 p home central 17083.33"}},
	// 68,334.3333 × 25 % + 1.00 × 25 % = 17,083.5833 + 0.25 = 17,083.8333
	{"a krone over the second amount", 0, []row{adultRow("2022-03", "140001.00")}, []string{"2022-03 p home central 17083.83"}},
	// 104,999.9933 × 25 % + 36,666.66 × 25 % = 26,249.9983 + 9,166.6650 = 35,416.6633
	{"an øre under the third amount", 0, []row{adultRow("2022-03", "176666.66")}, []string{"2022-03 p home central 35416.66"}},
	// 105,000.0033 × 25 % + 36,666.67 × 25 % + 0.0033 × 25 % = 26,250.0008 + 9,166.6675 + 0.0008 = 35,416.6692
	{"an øre over the third amount", 0, []row{adultRow("2022-03", "176666.67")}, []string{"2022-03 p home central 35416.67"}},
	// 106,000.0033 × 25 % + 37,666.67 × 25 % + 1,000.0033 × 25 % = 26,500.0008 + 9,416.6675 + 250.0008 = 36,166.6692:
	// 750 kroner more for the thousand, three quarters
	{"a thousand over the third amount", 0, []row{adultRow("2022-03", "177666.67")}, []string{"2022-03 p home central 36166.67"}},
}

var unitCases = []handCase{
	// 90,000: 18,333.3333 × 25 % = 4,583.3333, 458,333 øre. × 6/9 = 305,555.33, × 3/9 = 152,777.67:
	// the øre left goes to the larger remainder
	{"two services share back by largest remainder", 0,
		[]row{adultRow("2022-03", "60000.00", service("day")), adultRow("2022-03", "30000.00")},
		[]string{"2022-03 p day central 3055.55", "2022-03 p home central 1527.78"}},
	// 458,333 / 3 = 152,777.67 each: two øre left, to the first two by name
	{"three equal services, ties to the first by name", 0,
		[]row{adultRow("2022-03", "30000.00", service("c")), adultRow("2022-03", "30000.00", service("a")), adultRow("2022-03", "30000.00", service("b"))},
		[]string{"2022-03 p a central 1527.78", "2022-03 p b central 1527.78", "2022-03 p c central 1527.77"}},
	// 40,000 + 30,000 + 20,000 = 90,000, 458,333 øre. × 4/9 = 203,703.56, × 3/9 = 152,777.67, × 2/9 = 101,851.78:
	// two øre left, to c and b
	{"household of three with a youth in aftercare", 0,
		[]row{
			adultRow("2022-03", "40000.00", who("a"), born("2010-01-02"), lives("h")),
			adultRow("2022-03", "30000.00", who("b"), born("2014-07-09"), lives("h")),
			adultRow("2022-03", "20000.00", who("c"), born("2003-06-01"), lives("h"), service("after"), aftercare),
		},
		[]string{"2022-03 a home central 2037.03", "2022-03 b home central 1527.78", "2022-03 c after central 1018.52"}},
	// 40,000 + 30,000 = 70,000 and 20,000: both under 71,666.67
	{"the youth's other help does not count in the household", 0,
		[]row{
			adultRow("2022-03", "40000.00", who("a"), born("2010-01-02"), lives("h")),
			adultRow("2022-03", "30000.00", who("b"), born("2014-07-09"), lives("h")),
			adultRow("2022-03", "20000.00", who("c"), born("2003-06-01"), lives("h")),
		}, nil},
	// the youth is 23 on 1 March 2022: 70,000 and 20,000
	{"aftercare ends on the 23rd birthday, the first of the month", 0,
		[]row{
			adultRow("2022-03", "70000.00", who("a"), born("2010-01-02"), lives("h")),
			adultRow("2022-03", "20000.00", who("c"), born("1999-03-01"), lives("h"), service("after"), aftercare),
		}, nil},
	// the youth is still 22 on 1 March: 90,000, 458,333 øre. × 7/9 = 356,481.22, × 2/9 = 101,851.78
	{"23 on the second: the month still counts", 0,
		[]row{
			adultRow("2022-03", "70000.00", who("a"), born("2010-01-02"), lives("h")),
			adultRow("2022-03", "20000.00", who("c"), born("1999-03-02"), lives("h"), service("after"), aftercare),
		},
		[]string{"2022-03 a home central 3564.81", "2022-03 c after central 1018.52"}},
	// the parent alone: 8,333.3333 × 25 % = 2,083.3333; the child alone: 60,000 is under 71,666.67
	{"a grown-up of the household is a unit of his own", 0,
		[]row{
			adultRow("2022-03", "80000.00", who("a"), lives("h")),
			adultRow("2022-03", "60000.00", who("b"), born("2014-07-09"), lives("h")),
		},
		[]string{"2022-03 a home central 2083.33"}},
	// turns 18 on 1 March: in February 40,000 + 40,000 = 80,000, 2,083.3333, 208,333 øre, half is 104,166.5, tie to a;
	// in March 40,000 alone and 40,000 alone
	{"turning 18 leaves the household", 0,
		[]row{
			adultRow("2022-02", "40000.00", who("a"), born("2004-03-01"), lives("h")), adultRow("2022-02", "40000.00", who("b"), born("2014-07-09"), lives("h")),
			adultRow("2022-03", "40000.00", who("a"), born("2004-03-01"), lives("h")), adultRow("2022-03", "40000.00", who("b"), born("2014-07-09"), lives("h")),
		},
		[]string{"2022-02 a home central 1041.67", "2022-02 b home central 1041.66"}},
	// 8,333.3333 × 25 %
	{"a child without a known household counts alone", 0, []row{adultRow("2022-03", "80000.00", born("2014-07-09"))}, []string{"2022-03 p home central 2083.33"}},
	// 60,000 is under 69,166.67 for each in 2020; in 2021 together 120,000: 49,166.6667 × 25 % = 12,291.6667,
	// 1,229,167 øre, half is 614,583.5, tie to a
	{"siblings are added up from 2021", 0,
		[]row{
			adultRow("2020-12", "60000.00", who("a"), born("2010-01-02"), lives("h")), adultRow("2020-12", "60000.00", who("b"), born("2014-07-09"), lives("h")),
			adultRow("2021-01", "60000.00", who("a"), born("2010-01-02"), lives("h")), adultRow("2021-01", "60000.00", who("b"), born("2014-07-09"), lives("h")),
		},
		[]string{"2021-01 a home central 6145.84", "2021-01 b home central 6145.83"}},
	// 60,000 in each is under 71,666.67
	{"two municipalities are two units", 0, []row{adultRow("2022-03", "60000.00"), adultRow("2022-03", "60000.00", town("998"))}, nil},
}

var ageCases = []handCase{
	// 67 on 15 March 2022. 80,000 in February is above 71,666.67: covered before. Each month 8,333.3333 × 25 %
	{"67, covered before", 0,
		[]row{adultRow("2022-02", "80000.00", born("1955-03-15")), adultRow("2022-03", "80000.00", born("1955-03-15")), adultRow("2022-04", "80000.00", born("1955-03-15"))},
		[]string{"2022-02 p home central 2083.33", "2022-03 p home central 2083.33", "2022-04 p home central 2083.33"}},
	// February's 71,000 is under 71,666.67. March counts, since he is 66 on its first day; it is not the month before.
	{"67 mid-month, not covered before", 0,
		[]row{adultRow("2022-02", "71000.00", born("1955-03-15")), adultRow("2022-03", "80000.00", born("1955-03-15")), adultRow("2022-04", "80000.00", born("1955-03-15"))},
		[]string{"2022-03 p home central 2083.33"}},
	{"67 on the first, covered before", 0,
		[]row{adultRow("2022-03", "80000.00", born("1955-04-01")), adultRow("2022-04", "80000.00", born("1955-04-01"))},
		[]string{"2022-03 p home central 2083.33", "2022-04 p home central 2083.33"}},
	{"67 on the first, not covered before", 0,
		[]row{adultRow("2022-03", "71000.00", born("1955-04-01")), adultRow("2022-04", "80000.00", born("1955-04-01"))}, nil},
	{"67 without any cost in the month before", 0,
		[]row{adultRow("2022-01", "80000.00", born("1955-03-15")), adultRow("2022-04", "80000.00", born("1955-03-15"))},
		[]string{"2022-01 p home central 2083.33"}},
	// covered before, then a cheap month, then dear again: the law asks for the month before 67 only
	{"covered once stays covered", 0,
		[]row{adultRow("2022-02", "80000.00", born("1955-03-15")), adultRow("2022-05", "10000.00", born("1955-03-15")), adultRow("2022-06", "80000.00", born("1955-03-15"))},
		[]string{"2022-02 p home central 2083.33", "2022-06 p home central 2083.33"}},
	// 67 on 10 December 2020: (100,000 − 90,833.3333) × 25 % = 2,291.6667 in December, nothing after
	{"67 before 2021 is not kept", 0,
		[]row{adultRow("2020-11", "100000.00", born("1953-12-10")), adultRow("2020-12", "100000.00", born("1953-12-10")), adultRow("2021-01", "100000.00", born("1953-12-10"))},
		[]string{"2020-11 p home central 2291.67", "2020-12 p home central 2291.67"}},
	// 67 on 10 January 2021, December's 92,000 is above 90,833.33: 1,166.6667 × 25 % = 291.6667; then
	// (92,000 − 70,833.3333) × 25 % = 5,291.6667
	{"67 in the first month that keeps, by the amounts of December", 0,
		[]row{adultRow("2020-12", "92000.00", born("1954-01-10")), adultRow("2021-01", "92000.00", born("1954-01-10")), adultRow("2021-02", "92000.00", born("1954-01-10"))},
		[]string{"2020-12 p home central 291.67", "2021-01 p home central 5291.67", "2021-02 p home central 5291.67"}},
	// 29 February 1956 + 67 years is 1 March 2023, by then 67; February 2023 has the amounts of 2022 at no growth
	{"born on 29 February", 0,
		[]row{adultRow("2023-02", "71000.00", born("1956-02-29")), adultRow("2023-03", "80000.00", born("1956-02-29"))}, nil},
}

var lumpCases = []handCase{
	// 120,000 / 12 = 10,000 a month. January and December: 75,000, 3,333.3333 × 25 % = 833.3333; the other
	// months hold 10,000. Unspread, November alone would have given 12,083.33.
	{"a lump counts in all months of its year", 0,
		[]row{adultRow("2022-01", "65000.00"), adultRow("2022-12", "65000.00"), adultRow("2022-11", "120000.00", service("aid"), lump)},
		// 83,333 øre × 10/75 = 11,111.07 and × 65/75 = 72,221.93
		[]string{"2022-01 p aid central 111.11", "2022-01 p home central 722.22", "2022-12 p aid central 111.11", "2022-12 p home central 722.22"}},
	// a lump stays in its own year: December 2021 is 65,000 + 10,000 = 75,000, 4,166.6667 × 25 % = 1,041.6667;
	// January 2022 is 65,000 + 20,000 = 85,000, 13,333.3333 × 25 % = 3,333.3333
	{"lumps on both sides of New Year, each by its year's amounts", 0,
		[]row{adultRow("2021-12", "65000.00"), adultRow("2022-01", "65000.00"), adultRow("2021-12", "120000.00", lump), adultRow("2022-01", "240000.00", lump)},
		[]string{"2021-12 p home central 1041.67", "2022-01 p home central 3333.33"}},
	// 1,000,000.00 / 12 = 83,333.33…: parts R(8,333,333.33) = 8,333,333, R(16,666,666.67) − that = 8,333,334, then 8,333,333.
	// 12 × 8,333,333 = 99,999,996: 13,999,996 × 25 / 1200 = 291,666.58; 12 × 8,333,334 = 100,000,008: 291,666.83:
	// both round to 291,667
	{"a lump alone, in whole øre", 0, []row{adultRow("2022-06", "1000000.00", lump)},
		[]string{"2022-01 p home central 2916.67", "2022-02 p home central 2916.67", "2022-03 p home central 2916.67", "2022-04 p home central 2916.67",
			"2022-05 p home central 2916.67", "2022-06 p home central 2916.67", "2022-07 p home central 2916.67", "2022-08 p home central 2916.67",
			"2022-09 p home central 2916.67", "2022-10 p home central 2916.67", "2022-11 p home central 2916.67", "2022-12 p home central 2916.67"}},
	// 67 on 15 March 2022, February holds 70,000 + 36,000/12 = 73,000: above 71,666.67, so covered;
	// April 70,000 + 3,000: 1,333.3333 × 25 % = 333.3333; February the same
	{"a lump later in the year covers the month before 67", 0,
		[]row{adultRow("2022-02", "70000.00", born("1955-03-15")), adultRow("2022-04", "70000.00", born("1955-03-15")), adultRow("2022-08", "36000.00", born("1955-03-15"), lump)},
		[]string{"2022-02 p home central 333.33", "2022-04 p home central 333.33"}},
}

var deductionCases = []handCase{
	// −10,000 refunds nothing and is not carried to April
	{"income above cost", 0, []row{adultRow("2022-03", "80000.00", income("90000.00")), adultRow("2022-04", "80000.00")}, []string{"2022-04 p home central 2083.33"}},
	// 85,000: 13,333.3333 × 25 %
	{"income lessens", 0, []row{adultRow("2022-03", "90000.00", income("5000.00"))}, []string{"2022-03 p home central 3333.33"}},
	// 100,000 + (5,000 − 15,000) = 90,000: 4,583.33, all to the service with a cost
	{"income above one service's cost lessens the other's", 0,
		[]row{adultRow("2022-03", "100000.00"), adultRow("2022-03", "5000.00", service("day"), income("15000.00"))},
		[]string{"2022-03 p home central 4583.33"}},
	// half of 60,000 is 30,000; 60,000 + 30,000 = 90,000: 458,333 øre, × 6/9 = 305,555.33, × 3/9 = 152,777.67
	{"half of lost earnings goes first", 0,
		[]row{adultRow("2022-03", "60000.00", born("2014-07-09")), adultRow("2022-03", "60000.00", born("2014-07-09"), service("lost"), scheme("half"))},
		[]string{"2022-03 p home central 3055.55", "2022-03 p lost central 1527.78", "2022-03 p lost half 30000.00"}},
	// R(60,000.01 / 2) = R(30,000.005) = 30,000.01, and 30,000.00 is left
	{"half of an odd øre", 0,
		[]row{adultRow("2022-03", "60000.00"), adultRow("2022-03", "60000.01", service("shelter"), scheme("half"))},
		[]string{"2022-03 p home central 3055.55", "2022-03 p shelter central 1527.78", "2022-03 p shelter half 30000.01"}},
	// half of 10,000 − 4,000
	{"half is of the cost less own payment", 0, []row{adultRow("2022-03", "10000.00", scheme("half"), income("4000.00"))}, []string{"2022-03 p home half 3000.00"}},
	{"half of a negative cost is nothing", 0, []row{adultRow("2022-03", "-10000.00", scheme("half"))}, nil},
	// 95,000 − 5,000 = 90,000
	{"booked refunds of other schemes go first", 0, []row{adultRow("2022-03", "95000.00", refunds("5000.00"))}, []string{"2022-03 p home central 4583.33"}},
	// 90,000 − 10,000 = 80,000
	{"a correction lessens its month", 0, []row{adultRow("2022-03", "90000.00"), adultRow("2022-03", "-10000.00")}, []string{"2022-03 p home central 2083.33"}},
	{"negative cost refunds nothing", 0, []row{adultRow("2022-03", "-80000.00")}, nil},
}

var yearCases = []handCase{
	// (80,000 − 70,833.3333) × 25 % = 2,291.6667; (80,000 − 71,666.6667) × 25 % = 2,083.3333
	{"amounts change at New Year", 0, []row{adultRow("2021-12", "80000.00"), adultRow("2022-01", "80000.00")},
		[]string{"2021-12 p home central 2291.67", "2022-01 p home central 2083.33"}},
	{"a month without cost refunds nothing and moves nothing", 0, []row{adultRow("2022-01", "80000.00"), adultRow("2022-03", "80000.00")},
		[]string{"2022-01 p home central 2083.33", "2022-03 p home central 2083.33"}},
	// (100,000 − 90,833.3333) × 25 % = 2,291.6667 in 29 days as in 31
	{"a leap day changes nothing", 0, []row{adultRow("2020-02", "100000.00"), adultRow("2020-03", "100000.00")},
		[]string{"2020-02 p home central 2291.67", "2020-03 p home central 2291.67"}},
	// 860,000 × 1.03 = 885,800 → 890,000, twelfth 74,166.6667: 5,833.3333 × 25 % = 1,458.3333;
	// × 1.03² = 912,374 → 910,000, twelfth 75,833.3333: 4,166.6667 × 25 % = 1,041.6667
	{"later years are carried by the assumed growth", .03, []row{adultRow("2023-01", "80000.00"), adultRow("2024-02", "80000.00")},
		[]string{"2023-01 p home central 1458.33 assumed", "2024-02 p home central 1041.67 assumed"}},
	// 2022 is published: its amounts do not move
	{"growth leaves published years alone", .03, []row{adultRow("2022-12", "80000.00")}, []string{"2022-12 p home central 2083.33"}},
	{"without growth the newest amounts stay", 0, []row{adultRow("2025-06", "80000.00")}, []string{"2025-06 p home central 2083.33 assumed"}},
	// 950,000 × 1.02 = 969,000 → 970,000, twelfth 80,833.3333: 19,166.6667 × 25 % = 4,791.6667
	{"years between two published levels are carried too", .02, []row{adultRow("2013-05", "100000.00")}, []string{"2013-05 p home central 4791.67 assumed"}},
	// (180,000 − 79,166.6667) × 25 % + (180,000 − 147,500) × 25 % = 25,208.3333 + 8,125 = 33,333.3333: half above, no third step
	{"two steps in 2012", 0, []row{adultRow("2012-05", "180000.00")}, []string{"2012-05 p home central 33333.33"}},
	{"before the first version there is no rule", 0, []row{adultRow("2011-12", "180000.00")}, nil},
}
