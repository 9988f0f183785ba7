package pipeline

import (
	"context"
	"fmt"
	"time"

	"opdrift/pipeline/config"
	"opdrift/pipeline/store"
)

// A calendar says which months and years a run works with. Months count from
// year 0; a year is a fiscal year (docs/definitions.md).
type calendar struct {
	asOf      time.Time
	yearStart int   // month in which fiscal years start
	lastMonth int64 // month of the as-of date
	firstYear int64 // first complete year with postings
	lastYear  int64 // last complete year
	priceYear int64
	horizon   int // years forecast after lastYear
}

// monthRow is one row of the table months: the calendar that queries join to
// where a period spans several months.
type monthRow struct {
	Month    int64     `col:"month"`
	FirstDay time.Time `col:"first_day"`
	LastDay  time.Time `col:"last_day"`
	Days     int64     `col:"days"`
	Year     int64     `col:"year"`
}

// A Band is an age band. The last standard one has no upper end.
type Band struct {
	Band     string `col:"band"`
	Position int64  `col:"position"`
	AgeFrom  int64  `col:"age_from"`
	AgeTo    int64  `col:"age_to"`
}

// oldest is the age_to of a band without an upper end: no one is that old.
const oldest = 999

// bands are the age bands of person-level data. None crosses 18, 23 or 67.
var bands = standardBands(6, 12, 18, 23, 30, 40, 50, 60, 67, 75, 85)

func standardBands(starts ...int64) []Band {
	var out []Band
	from := int64(0)
	for _, next := range append(starts, oldest+1) {
		b := Band{Position: int64(len(out)), AgeFrom: from, AgeTo: next - 1}
		b.Band = fmt.Sprintf("%d-%d", b.AgeFrom, b.AgeTo)
		if b.AgeTo == oldest {
			b.Band = fmt.Sprintf("%d+", b.AgeFrom)
		}
		out, from = append(out, b), next
	}
	return out
}

func monthOf(t time.Time) int64 { return int64(t.Year())*12 + int64(t.Month()) - 1 }

func firstDay(month int64) time.Time {
	return time.Date(int(month/12), time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC)
}

// yearOf returns the fiscal year of a month.
func (c calendar) yearOf(month int64) int64 {
	if c.yearStart == 1 {
		return month / 12
	}
	return (month-int64(c.yearStart)+1)/12 + 1
}

// firstMonth returns the first month of a fiscal year.
func (c calendar) firstMonth(year int64) int64 {
	if c.yearStart == 1 {
		return year * 12
	}
	return (year-1)*12 + int64(c.yearStart) - 1
}

// end returns the last day of a fiscal year.
func (c calendar) end(year int64) time.Time { return firstDay(c.firstMonth(year+1)).AddDate(0, 0, -1) }

// until is the last day that commitments are followed to: the end of the year
// after the one that is open.
func (c calendar) until() time.Time { return c.end(c.lastYear + 2) }

// before returns the as-of date as many years earlier as years says, at the same
// place in the year: the last day of a month stays one.
func (c calendar) before(years int64) time.Time {
	if c.asOf.AddDate(0, 0, 1).Day() == 1 {
		return firstDay(monthOf(c.asOf)+1-12*years).AddDate(0, 0, -1)
	}
	return firstDay(monthOf(c.asOf)-12*years).AddDate(0, 0, c.asOf.Day()-1)
}

// days returns the days of a fiscal year.
func (c calendar) days(year int64) int {
	return int(firstDay(c.firstMonth(year+1)).Sub(firstDay(c.firstMonth(year))).Hours()) / 24
}

// future lists the forecast years.
func (c calendar) future() []int64 {
	var years []int64
	for h := range c.horizon {
		years = append(years, c.lastYear+int64(h)+1)
	}
	return years
}

// newCalendar settles the as-of date and the complete years from the months that the
// ledger has postings of, oldest first, and the configuration.
func newCalendar(cfg config.Config, ledger []postedMonth, hasCases bool) (calendar, error) {
	c := calendar{asOf: cfg.AsOf, yearStart: cfg.FiscalYearStart, horizon: cfg.Horizon}
	if len(ledger) == 0 {
		return c, &MissingError{"costs has no postings: a run needs at least one complete year"}
	}
	oldest, newest := ledger[0].Month, ledger[len(ledger)-1].Month
	if c.asOf.IsZero() {
		newest = newestBooked(ledger)
		c.asOf = firstDay(newest+1).AddDate(0, 0, -1)
	}
	closing := cfg.ClosingMonths
	if closing == config.Auto {
		closing = 0
		if hasCases {
			closing = 4 // postings arrive up to four months late
		}
	}
	c.lastMonth = monthOf(c.asOf)
	c.lastYear = c.yearOf(monthOf(c.asOf.AddDate(0, 0, 1))-int64(closing)) - 1
	c.lastYear = min(c.lastYear, c.yearOf(newest))
	c.firstYear = c.yearOf(oldest)
	if hasCases && c.firstMonth(c.firstYear) < oldest {
		c.firstYear++ // the ledger begins within it
	}
	c.priceYear = int64(cfg.PriceYear)
	if cfg.PriceYear == config.Auto {
		c.priceYear = c.lastYear
	}
	if c.lastYear < c.firstYear {
		return c, &MissingError{fmt.Sprintf("no complete year: postings from %s, as of %s, %d closing months; a run needs at least one complete year",
			firstDay(oldest).Format("2006-01"), c.asOf.Format(time.DateOnly), closing)}
	}
	return c, nil
}

// tables makes the calendar's tables in the engine: months, years, bands, ages.
func (c calendar) tables(ctx context.Context, s *store.Store) error {
	var months []monthRow
	for m := c.firstMonth(c.firstYear) - 12*100; m <= c.lastMonth+12*5; m++ {
		first := firstDay(m)
		last := firstDay(m+1).AddDate(0, 0, -1)
		months = append(months, monthRow{m, first, last, int64(last.Day()), c.yearOf(m)})
	}
	type age struct {
		Age  int64  `col:"age"`
		Band string `col:"band"`
	}
	var ages []age
	for _, b := range bands {
		for a := b.AgeFrom; a <= min(b.AgeTo, 150); a++ {
			ages = append(ages, age{a, b.Band})
		}
	}
	ages = append(ages, age{oldest, bands[len(bands)-1].Band}) // "and older"
	type year struct {
		Year     int64     `col:"year"`
		FirstDay time.Time `col:"first_day"`
		LastDay  time.Time `col:"last_day"`
	}
	var years []year
	for y := c.firstYear; y <= c.lastYear; y++ {
		years = append(years, year{y, firstDay(c.firstMonth(y)), c.end(y)})
	}
	if err := store.Append(ctx, s, "months", months); err != nil {
		return err
	}
	if err := store.Append(ctx, s, "years", years); err != nil {
		return err
	}
	if err := store.Append(ctx, s, "ages", ages); err != nil {
		return err
	}
	return store.Append(ctx, s, "bands", bands)
}
