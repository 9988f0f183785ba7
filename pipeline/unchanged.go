package pipeline

import (
	"context"
	"errors"

	"opdrift/pipeline/publish"
)

// unchanged returns an [UnchangedError] when the run that would come of these inputs
// is the latest, byte for byte what was published. Of a back-dated run it is enough
// to be there. A damaged run is made again.
func (r *run) unchanged(ctx context.Context) error {
	months, err := r.postedMonths(ctx, endOfTime)
	if err != nil {
		return err
	}
	// for the name; the panel settles it with its tables
	if r.calendar, err = newCalendar(r.cfg, months, r.has("cases")); err != nil {
		return err
	}
	if err := r.settleCompared(); err != nil {
		return err
	}
	r.nameRun()
	there, err := publish.Find(r.root(), r.result.RunID)
	if errors.Is(err, publish.ErrNoRun) {
		return nil
	}
	if err != nil {
		return err
	}
	if !there.Latest && !r.opts.BackDated && !r.backDated() {
		return nil
	}
	problems, err := publish.VerifyRun(r.root(), there.ID)
	if err != nil {
		return err
	}
	for _, p := range problems {
		r.log.Warn("the published run is not what it was; it is made again", "path", p.Path, "what", p.Text)
	}
	if len(problems) > 0 {
		return nil
	}
	return &UnchangedError{there.ID}
}
