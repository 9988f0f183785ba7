package pipeline

import (
	"testing"
)

// TestNewestBooked: which month a ledger is of, by the number of postings of its months.
// A ledger of 24 months ends in month 23; strays come after it.
func TestNewestBooked(t *testing.T) {
	regular := func(months, each int64) (out []postedMonth) {
		for m := range months {
			out = append(out, postedMonth{Month: m, Known: m, Postings: each})
		}
		return out
	}
	at := func(m, n int64) postedMonth { return postedMonth{Month: m, Known: m, Postings: n} }
	plan := func(m, known, n int64) postedMonth { return postedMonth{Month: m, Known: known, Postings: n} }
	var year []postedMonth // one stray in each of the twelve months to come
	for m := int64(24); m < 36; m++ {
		year = append(year, at(m, 1))
	}
	for _, tt := range []struct {
		what   string
		ledger []postedMonth
		want   int64
	}{
		{"a regular ledger", regular(24, 300), 23},
		{"one posting half a year ahead", append(regular(24, 300), at(29, 1)), 23},
		{"one posting 27 years ahead", append(regular(24, 300), at(350, 1)), 23},
		{"one posting in the next month", append(regular(24, 300), at(24, 1)), 23},
		{"a tenth of what is normal", append(regular(24, 300), at(24, 30)), 23},
		{"more than a tenth", append(regular(24, 300), at(24, 31)), 24},
		{"strays for a year", append(regular(24, 300), year...), 23},
		{"many postings ahead of their registration", append(regular(24, 300), plan(29, 23, 300)), 23},
		{"registered later than posted", append(regular(24, 300), plan(24, 26, 300)), 24},
		{"all registered before they are dated", []postedMonth{plan(10, 0, 5), plan(11, 0, 5)}, 11},
		{"a month is missing before the newest", append(regular(24, 300), at(25, 280)), 25},
		{"a third of what is normal after a missing month", append(regular(24, 300), at(25, 100)), 23},
		{"three postings a month and a stray", append(regular(24, 3), at(29, 1)), 23},
		{"three postings a month, one so far", append(regular(24, 3), at(24, 1)), 24},
		{"one posting a month", regular(24, 1), 23},
		{"one posting a month and one 27 years ahead", append(regular(24, 1), at(350, 1)), 23},
		{"one posting a quarter", []postedMonth{at(2, 1), at(5, 1), at(8, 1), at(11, 1)}, 11},
		{"one month", []postedMonth{at(7, 1)}, 7},
		{"two years in one sum each, one between missing", []postedMonth{at(2, 50000), at(26, 56000)}, 26},
		{"an opening balance", append([]postedMonth{at(0, 50000)}, regular(24, 300)[1:]...), 23},
		{"a stray of 1970 before one month", []postedMonth{at(0, 1), at(600, 5000)}, 600},
		{"nothing", nil, 0},
	} {
		if got := newestBooked(tt.ledger); got != tt.want {
			t.Errorf("%s: month %d, want %d", tt.what, got, tt.want)
		}
	}
}
