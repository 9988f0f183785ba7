package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"opdrift/pipeline/contract"
	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// A postedMonth is the postings dated in one month that became known in one month.
type postedMonth struct {
	Month    int64     `col:"month"`
	Known    int64     `col:"known"`
	Newest   time.Time `col:"newest"`
	Postings int64     `col:"postings"`
	Ore      money.Ore `col:"ore"` // without sign
}

// endOfTime is later than any posting: the contract ends there.
var endOfTime = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)

// postedMonths are the postings dated on or before a day, the oldest month first.
func (r *run) postedMonths(ctx context.Context, until time.Time) ([]postedMonth, error) {
	return store.Query[postedMonth](ctx, r.store, "extract", "posted_month", store.Args{"until": until})
}

// A booked month has more than a tenth of the normal number of postings, or half of it
// after months without any; and at most longestGap months lie between it and the one
// before. The normal number is the median of the months that have postings.
const (
	leastShare    = 0.1
	leastAfterGap = 0.5
	longestGap    = 24
)

// newestBooked returns the newest month that holds a normal share of the ledger's
// postings, so that no single posting decides what day a run is of. A posting dated after
// the month in which it was registered is a plan and counts in none, unless all are. It
// is 0 without postings.
func newestBooked(list []postedMonth) int64 {
	counts := map[int64]int64{}
	for _, p := range list {
		if p.Month <= p.Known {
			counts[p.Month] += p.Postings
		}
	}
	if len(counts) == 0 {
		for _, p := range list {
			counts[p.Month] += p.Postings
		}
	}
	if len(counts) == 0 {
		return 0
	}
	months := slices.Sorted(maps.Keys(counts))
	normal := medianOf(slices.Collect(maps.Values(counts)))
	newest := slices.MaxFunc(months, func(a, b int64) int { return cmp.Compare(counts[a], counts[b]) }) // where none is normal
	for i, m := range months {
		share, gap := leastShare, int64(0)
		if i > 0 {
			gap = m - months[i-1] - 1
		}
		if gap > 0 {
			share = leastAfterGap
		}
		if gap <= longestGap && float64(counts[m]) > share*normal {
			newest = m
		}
	}
	return newest
}

// medianOf is the median of counts, of which there are some.
func medianOf(counts []int64) float64 {
	slices.Sort(counts)
	n := len(counts)
	return float64(counts[(n-1)/2]+counts[n/2]) / 2
}

// laterRule is on postings that lie after the as-of date which a run found by itself.
const laterRule = "costs.posting_date.after_as_of"

// noteLater says how many postings, and how many kroner, are dated or registered after
// the default as-of date. An explicit one was meant.
func (r *run) noteLater(list []postedMonth) {
	if !r.cfg.AsOf.IsZero() {
		return
	}
	day := r.calendar.asOf.Format(time.DateOnly)
	row := qualityRow{
		Extract: "costs", Rule: laterRule, Column: "posting_date", Severity: string(contract.Warning), Verdict: "passed",
		Text:   fmt.Sprintf("no posting is dated or registered after %s, the end of the newest month with a normal number of postings", day),
		TextDA: fmt.Sprintf("ingen postering er dateret eller registreret efter %s, slutningen af den nyeste måned med et normalt antal posteringer", day),
	}
	newest := int64(0)
	for _, p := range list {
		row.Total += p.Postings
		if max(p.Month, p.Known) > r.calendar.lastMonth {
			row.Rows, row.Ore, newest = row.Rows+p.Postings, row.Ore+int64(p.Ore), max(newest, p.Month, p.Known)
		}
	}
	if row.Rows > 0 {
		row.Verdict = "warned"
		last := firstDay(newest).Format("2006-01")
		row.Text = fmt.Sprintf("postings dated or registered after %s: %d, %s in all without sign, as late as %s; the run is as of %[1]s, the end of the newest month with a normal number of postings; set as_of to choose another day",
			day, row.Rows, r.kroner(money.Ore(row.Ore), "en"), last)
		row.TextDA = fmt.Sprintf("posteringer dateret eller registreret efter %s: %d, %s i alt uden fortegn, senest %s; kørslen er pr. %[1]s, slutningen af den nyeste måned med et normalt antal posteringer; sæt as_of for at vælge en anden dag",
			day, row.Rows, r.kroner(money.Ore(row.Ore), "da"), last)
		r.log.Warn("postings lie after the as-of date", "postings", row.Rows, "amount", money.Ore(row.Ore).String(), "as_of", day, "newest", last,
			"verdict", row.Verdict, "hint", "set as_of to choose another day")
	}
	r.quality = append(r.quality, row)
}
