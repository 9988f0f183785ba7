package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"opdrift/pipeline/money"
	"opdrift/pipeline/publish"
	"opdrift/pipeline/store"
)

// A compared run is a published one that this run is held against.
type compared struct {
	publish.Run
	years []comparedRow // its estimates of the year that is open now
}

// comparedRow is what the compared run expected of an item.
type comparedRow struct {
	Level    string    `col:"level"`
	Item     string    `col:"item"`
	Granted  money.Ore `col:"granted"` // delivered + committed
	Expected money.Ore `col:"expected"`
	Result   money.Ore `col:"result"`
	Booked   money.Ore `col:"booked"`
}

// comparedID is the id of the compared run, which is a part of the run's own; empty for
// none.
func (r *run) comparedID() string {
	if r.compared == nil {
		return ""
	}
	return r.compared.ID
}

// checkCompare refuses what cannot name a run, before anything is computed.
func (o Options) checkCompare() error {
	if o.Compare == "" || o.Compare == "none" || o.Compare == "latest" || publish.IsRunID(o.Compare) {
		return nil
	}
	return &ConfigError{fmt.Errorf("compare is %s: want the id of a run, latest or none; see 'opdrift runs list'", o.Compare)}
}

// settleCompared finds the run to compare with. Without a name it is the newest with an
// earlier as-of date: whoever makes the same run again then gets the same one, and a
// back-dated run moves from the month before it. It needs the as-of date.
func (r *run) settleCompared() error {
	r.compared = nil
	var found publish.Run
	var err error
	switch r.opts.Compare {
	case "none":
		return nil
	case "":
		found, err = r.runBeforeOf()
	default:
		found, err = publish.Find(r.root(), r.opts.Compare)
		if errors.Is(err, publish.ErrNoRun) {
			err = &MissingError{fmt.Sprintf("compare: %v", err)}
		}
	}
	if err != nil || found.ID == "" {
		return err
	}
	r.compared = &compared{Run: found}
	return nil
}

// runBefore returns the newest run with an earlier as-of date, the last published of
// several; none without one.
func (r *run) runBeforeOf() (publish.Run, error) {
	runs, err := publish.List(r.root())
	if err != nil {
		return publish.Run{}, err
	}
	day := r.calendar.asOf.Format(time.DateOnly)
	runs = slices.DeleteFunc(runs, func(p publish.Run) bool { return p.AsOf() >= day })
	if len(runs) == 0 {
		return publish.Run{}, nil
	}
	return runs[len(runs)-1], nil
}

// readCompared reads what the compared run expected of the open year. Where it cannot,
// coverage says why, and there is no movement.
func (r *run) readCompared(ctx context.Context) error {
	const subject = "year_end: result_before, movement"
	if r.compared == nil {
		r.missing("", subject, "there is no run to compare with: the movement of the estimate is not known",
			"der er ingen kørsel at sammenligne med: bevægelsen i forventningen kendes ikke")
		return nil
	}
	problems, err := publish.VerifyRun(r.root(), r.compared.ID)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		r.missing("", subject, "run "+r.compared.ID+" is not what was published: nothing is compared with it",
			"kørslen "+r.compared.ID+" er ikke, som den blev offentliggjort: der sammenlignes ikke med den")
		return nil
	}
	file := filepath.Join(r.compared.Dir, "restricted", "year_end.parquet")
	if err := r.store.File(ctx, "compared_year_end", file); err != nil {
		return fmt.Errorf("run %s: %w", r.compared.ID, err)
	}
	year := r.calendar.lastYear + 1
	r.compared.years, err = store.Query[comparedRow](ctx, r.store, "rows", "compared", store.Args{"year": year})
	if err == nil && len(r.compared.years) == 0 {
		r.missing("", subject, fmt.Sprintf("run %s has no estimate of %d: the movement of the estimate is not known", r.compared.ID, year),
			fmt.Sprintf("kørslen %s har ingen forventning til %d: bevægelsen i forventningen kendes ikke", r.compared.ID, year))
	}
	return err
}

// movementColumns are how an item's estimate moved since the compared run; null without
// one. movement_granted + movement_expected = movement.
type movementColumns struct {
	Compared         string `col:"compared_run,null"`
	ResultBefore     *int64 `col:"result_before"`
	Movement         *int64 `col:"movement"`
	MovementGranted  *int64 `col:"movement_granted"`
	MovementExpected *int64 `col:"movement_expected"`
	BookedBefore     *int64 `col:"booked_before"`
}

// move holds the estimates against those of the compared run. An item that one of the two
// does not have came from, or went to, nothing.
func (c *compared) move(rows []yearEndRow, year int64) []yearEndRow {
	if c == nil || len(c.years) == 0 {
		return rows
	}
	before, levels := map[totalKey]comparedRow{}, map[string]bool{}
	for _, b := range c.years {
		before[totalKey{b.Level, b.Item}] = b
		levels[b.Level] = true
	}
	for i := range rows {
		key := totalKey{rows[i].Level, rows[i].Item}
		if !levels[key.level] {
			continue // of a version that had no such level
		}
		rows[i].movementColumns = rows[i].since(c.ID, before[key])
		delete(before, key)
	}
	for _, key := range sortedTotals(before) {
		gone := emptyYearEnd(key, year)
		gone.movementColumns = gone.since(c.ID, before[key])
		rows = append(rows, gone)
	}
	return rows
}

func (row yearEndRow) since(run string, b comparedRow) movementColumns {
	return movementColumns{
		Compared: run, ResultBefore: oreOf(b.Result), Movement: oreOf(row.Result - b.Result),
		MovementGranted:  oreOf(row.Delivered + row.Committed - b.Granted),
		MovementExpected: oreOf(row.Expected - b.Expected),
		BookedBefore:     oreOf(b.Booked),
	}
}
