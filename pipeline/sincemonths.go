package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// monthsShown is how many months that moved are named; the rest are one sum.
const monthsShown = 12

// A bookedMonth is gross cost by month of posting in the accounts, of postings that the
// last run knew or did not know.
type bookedMonth struct {
	Month    int64     `col:"month"`
	Known    bool      `col:"known"`
	Ore      money.Ore `col:"ore"`
	Postings int64     `col:"postings"`
}

// A monthMoved is gross cost of a month of posting, then and now.
type monthMoved struct {
	month     int64
	then, now money.Ore
	postings  int64 // now
}

func (m monthMoved) by() money.Ore { return m.now - m.then }

func (m monthMoved) size() money.Ore { return max(m.by(), -m.by()) }

// monthsSince says which months of posting have another gross cost than the last run
// published as booked. Only postings that it knew by their own days are held against it;
// what was registered, or is dated, after its as-of date is new. A run without cases
// publishes no months.
func (r *run) monthsSince(ctx context.Context) error {
	i := slices.IndexFunc(r.inputs, func(in *input) bool { return in.name == "costs" })
	if r.inputs[i].control != nil {
		return nil
	}
	asOf, err := time.Parse(time.DateOnly, r.last.AsOf())
	if err != nil {
		return err
	}
	if err := r.store.File(ctx, "published_reconciliation", r.last.file("reconciliation")); err != nil {
		return err
	}
	type publishedMonth struct {
		Month int64     `col:"month"`
		Ore   money.Ore `col:"ore"`
	}
	published, err := store.Query[publishedMonth](ctx, r.store, "rows", "published_booked", nil)
	if err != nil || len(published) == 0 {
		return err
	}
	now, err := store.Query[bookedMonth](ctx, r.store, "extract", "booked_month", store.Args{"as_of": asOf, "year_start": r.cfg.FiscalYearStart})
	if err != nil {
		return err
	}
	then := map[int64]money.Ore{}
	for _, p := range published {
		then[p.Month] = p.Ore
	}
	r.noteMonths(moves(then, now, monthOf(asOf)))
	return nil
}

// moves holds what is booked now against what was published until a month. What the run
// did not know, or did not reach, is summed as new.
func moves(then map[int64]money.Ore, now []bookedMonth, last int64) (list []monthMoved, fresh monthMoved) {
	first := slices.Min(slices.Collect(maps.Keys(then)))
	months := map[int64]monthMoved{}
	for m, o := range then {
		months[m] = monthMoved{month: m, then: o}
	}
	for _, b := range now {
		switch {
		case !b.Known || b.Month > last:
			fresh.now, fresh.postings = fresh.now+b.Ore, fresh.postings+b.Postings
		case b.Month >= first:
			m := months[b.Month]
			m.month, m.now, m.postings = b.Month, b.Ore, b.Postings
			months[b.Month] = m
		}
	}
	for _, m := range months {
		if m.by() != 0 {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b monthMoved) int {
		return cmp.Or(-cmp.Compare(a.size(), b.size()), cmp.Compare(a.month, b.month))
	})
	return list, fresh
}

// noteMonths adds the remarks: one on each of the months that moved most, one on the
// rest of them, and one on what is new.
func (r *run) noteMonths(list []monthMoved, fresh monthMoved) {
	for _, m := range list[:min(monthsShown, len(list))] {
		name := firstDay(m.month).Format("2006-01")
		r.noteMonth(name, m, fmt.Sprintf("gross cost posted in %s: %s then, %s now, %s", name, r.kroner(m.then, "en"), r.kroner(m.now, "en"), r.change(m, "en")),
			fmt.Sprintf("bruttoudgifter bogført i %s: %s da, %s nu, %s", name, r.kroner(m.then, "da"), r.kroner(m.now, "da"), r.change(m, "da")))
	}
	if more := list[min(monthsShown, len(list)):]; len(more) > 0 {
		var sum monthMoved
		for _, m := range more {
			sum.then, sum.now, sum.postings = sum.then+m.then, sum.now+m.now, sum.postings+m.postings
		}
		r.noteMonth("more", sum, fmt.Sprintf("gross cost posted in %d more months that moved less: %s in all", len(more), r.change(sum, "en")),
			fmt.Sprintf("bruttoudgifter bogført i yderligere %d måneder, som er ændret mindre: %s i alt", len(more), r.change(sum, "da")))
	}
	if fresh.postings > 0 {
		r.noteMonth("new", fresh, fmt.Sprintf("gross cost registered or dated after %s: %s (postings: %d); new, not moved", r.last.AsOf(), r.change(fresh, "en"), fresh.postings),
			fmt.Sprintf("bruttoudgifter registreret eller dateret efter %s: %s (posteringer: %d); nyt, ikke ændret", r.last.AsOf(), r.change(fresh, "da"), fresh.postings))
	}
}

func (r *run) noteMonth(name string, m monthMoved, en, da string) {
	row := sinceRow("costs", m.postings, m.postings, en, da)
	row.Rule += "." + name
	row.Column, row.Rows, row.Ore = "amount", m.postings, int64(m.by())
	r.quality = append(r.quality, row)
}

// kroner is an amount in whole kroner, with the currency.
func (r *run) kroner(o money.Ore, lang string) string { return money.Whole(o, lang, r.unit(lang)) }

// change is by how much a month moved: in whole kroner, below one of them to the øre.
func (r *run) change(m monthMoved, lang string) string {
	text := r.kroner(m.by(), lang)
	if m.size() < 100 {
		text = money.Format(m.by(), lang) + " " + r.unit(lang)
	}
	if m.by() > 0 {
		text = "+" + text
	}
	return text
}
