package contract

import (
	"fmt"
	"time"
)

// FreshSQL yields the newest value of a freshness column that lies on or before
// asOf, as column newest (date, null without rows). Later days are plans and say
// nothing of how old the extract is.
func (c Contract) FreshSQL(src Source, f Freshness, asOf time.Time) string {
	s := scope{c, src}
	return fmt.Sprintf("select max(%[1]s) as newest %[2]s where %[1]s <= date %[3]s", col(f.Column), s.from(), quoteText(asOf.Format(time.DateOnly)))
}

// Check returns an error when the newest value is too old on a day. A zero newest
// value, an extract without one, is stale.
func (f Freshness) Check(extract string, newest, day time.Time) error {
	if newest.IsZero() {
		return fmt.Errorf("%s is stale: %s holds no day up to %s: want one at most %d days old; deliver a new extract",
			extract, f.Column, day.Format(time.DateOnly), f.MaxDays)
	}
	if age := int(day.Sub(newest).Hours() / 24); age > f.MaxDays {
		return fmt.Errorf("%s is stale: the newest %s is %s, %d days before %s: at most %d are allowed; deliver a new extract",
			extract, f.Column, newest.Format(time.DateOnly), age, day.Format(time.DateOnly), f.MaxDays)
	}
	return nil
}
