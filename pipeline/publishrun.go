package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"strconv"
	"time"

	"opdrift/pipeline/publish"
	"opdrift/pipeline/store"
	queries "opdrift/sql"
)

// facts is the one row of the table run_facts, which outputs read.
type facts struct {
	AsOf      time.Time `col:"as_of"`
	YearStart int64     `col:"year_start"`
	FirstYear int64     `col:"first_year"`
	LastYear  int64     `col:"last_year"`
	LastMonth int64     `col:"last_month"`
	PriceYear int64     `col:"price_year"`
	HasCases  bool      `col:"has_cases"`
	Currency  string    `col:"currency"`
}

// publishRun writes every table of sql/outputs, reads the files again, and puts
// them in place.
func publishRun(ctx context.Context, r *run) error {
	r.nameRun()
	if err := r.lastTables(ctx); err != nil {
		return err
	}
	staging, err := r.writer.Begin(r.result.RunID)
	if err != nil {
		return err
	}
	outputs, err := r.writeOutputs(ctx, staging.Restricted())
	if err != nil {
		return err
	}
	ended := r.opts.Now()
	outcome, err := staging.Commit(publish.Publication{
		Manifest:   r.manifest(outputs),
		Results:    r.results(ended),
		Verify:     func(dir string) error { return r.verify(ctx, dir, outputs) },
		At:         ended.Format(time.RFC3339),
		KeepLatest: r.opts.BackDated || r.backDated(), NeverLatest: r.opts.BackDated,
	})
	if err != nil {
		return err
	}
	r.result.Folder = outcome.Dir
	r.result.Headline = r.headline()
	r.result.Same = outcome.Status == publish.Unchanged
	for _, d := range outcome.Differences {
		r.log.Warn("the run that was there differed", "path", d.Path, "what", d.Text, "moved_to", outcome.Aside)
	}
	return nil
}

// lastTables makes the tables that only outputs read.
func (r *run) lastTables(ctx context.Context) error {
	c := r.calendar
	f := facts{c.asOf, int64(c.yearStart), c.firstYear, c.lastYear, c.lastMonth, c.priceYear, r.has("cases"), r.cfg.Currency}
	if err := store.Append(ctx, r.store, "run_facts", []facts{f}); err != nil {
		return err
	}
	if err := store.Append(ctx, r.store, "coverage", r.coverage); err != nil {
		return err
	}
	return store.Append(ctx, r.store, "quality", r.quality)
}

// writeOutputs writes one Parquet file for each query of sql/outputs.
func (r *run) writeOutputs(ctx context.Context, dir string) ([]publish.Output, error) {
	metadata := map[string]string{
		"opdrift_schema_version": strconv.Itoa(publish.SchemaVersion),
		"opdrift_version":        r.opts.Version,
		"opdrift_run_id":         r.result.RunID,
		"opdrift_as_of":          r.calendar.asOf.Format(time.DateOnly),
		"opdrift_currency":       r.cfg.Currency,
	}
	var outputs []publish.Output
	for _, q := range queries.Folder("outputs") {
		file := filepath.Join(dir, q.Name+".parquet")
		rows, err := r.store.Output(ctx, q.Name, r.result.RunID, file, metadata)
		if store.NoRoom(err) {
			return nil, err
		}
		if err != nil {
			return nil, &OutputError{err}
		}
		columns, err := r.store.Describe(ctx, "out_"+q.Name)
		if err != nil {
			return nil, err
		}
		out := publish.Output{Path: "restricted/" + q.Name + ".parquet", Rows: rows}
		for _, c := range columns {
			out.Columns = append(out.Columns, publish.Column{Name: c.Name, Type: c.Type})
		}
		outputs = append(outputs, out)
		r.result.Tables = append(r.result.Tables, Table{Name: q.Name, Rows: rows})
	}
	return outputs, nil
}

// verify reads the written files again: the same columns and, row by row, the
// same content as the tables they were written from.
func (r *run) verify(ctx context.Context, dir string, outputs []publish.Output) error {
	for _, o := range outputs {
		name := filepath.Base(o.Path)
		table := "out_" + name[:len(name)-len(filepath.Ext(name))]
		if err := r.store.Same(ctx, table, filepath.Join(dir, filepath.FromSlash(o.Path))); err != nil {
			return &OutputError{fmt.Errorf("%s: %w", o.Path, err)}
		}
	}
	return nil
}

func (r *run) manifest(outputs []publish.Output) publish.Manifest {
	m := publish.Manifest{
		ToolVersion:       r.opts.Version,
		AsOf:              r.calendar.asOf.Format(time.DateOnly),
		Seed:              r.cfg.Seed,
		ConfigurationHash: r.cfg.Hash(),
		ComparedRun:       r.comparedID(),
		Inputs:            r.fingerprints(),
		Outputs:           outputs,
	}
	for _, q := range r.quality {
		m.Checks = append(m.Checks, publish.Check{Name: q.Extract + "/" + q.Rule, Verdict: q.Verdict, Rows: q.Rows})
	}
	return m
}

func (r *run) results(ended time.Time) publish.Results {
	res := publish.Results{
		Started: r.started.Format(time.RFC3339), Ended: ended.Format(time.RFC3339),
		Seconds: ended.Sub(r.started).Seconds(),
		Paths:   map[string]string{"project": r.cfg.Dir},
		Machine: map[string]string{
			"engine": store.Version(), "go": runtime.Version(),
			"platform": runtime.GOOS + "/" + runtime.GOARCH, "processors": strconv.Itoa(runtime.NumCPU()),
		},
		PeakMemory: r.opts.peakMemory(),
	}
	for _, t := range r.took {
		res.Stages = append(res.Stages, publish.StageResult{Name: t.name, Seconds: t.took.Seconds()})
	}
	for _, in := range r.inputs {
		res.InputFiles = append(res.InputFiles, in.evidence...)
	}
	return res
}

// backDated reports whether an explicit as-of date is older than that of the
// latest run: such a run is published, but it is not the latest.
func (r *run) backDated() bool {
	latest, err := publish.Latest(r.root())
	return err == nil && !r.cfg.AsOf.IsZero() && r.calendar.asOf.Format(time.DateOnly) < latest.AsOf()
}

// nameRun settles the run id, once the inputs, the as-of date and the run compared with
// are known.
func (r *run) nameRun() {
	parts := []string{r.cfg.Hash(), r.opts.Version, strconv.FormatUint(r.cfg.Seed, 10), r.comparedID()}
	for _, in := range r.fingerprints() {
		parts = append(parts, in.Name, in.Fingerprint())
	}
	for _, s := range r.scenarios {
		parts = append(parts, fmt.Sprintf("%+v", s)) // what a scenario's file says, not only its name
	}
	parts = append(parts, r.placesPublished()...)
	r.result.RunID = publish.RunID(r.calendar.asOf, parts...)
}

// placesPublished lists what the tables say of files and rows in them. What a file
// is called is no input; but where a table names it, another name is another table,
// and the same run must have the same bytes.
func (r *run) placesPublished() []string {
	var parts []string
	for _, q := range r.quality {
		if q.File != "" {
			parts = append(parts, q.Rule, q.File, q.Column)
		}
	}
	for _, q := range r.quarantined {
		parts = append(parts, q.Rule, q.File, strconv.FormatInt(q.Row, 10))
	}
	return parts
}

func (r *run) fingerprints() []publish.Input {
	var out []publish.Input
	for _, in := range r.inputs {
		out = append(out, in.fingerprint)
	}
	return out
}

func (r *run) root() string { return r.cfg.Path(r.cfg.Publish.Folder) }

func (o Options) peakMemory() int64 {
	if o.PeakMemory == nil {
		return 0
	}
	return o.PeakMemory()
}

// acquire takes the lock of the output folder. Waiting is bounded by LockWait.
func (r *run) acquire(ctx context.Context) error {
	wait, cancel := context.WithTimeout(ctx, max(r.opts.LockWait, time.Nanosecond))
	defer cancel()
	holder := r.opts.Holder
	holder.Since = r.started.Format(time.RFC3339)
	w, err := publish.Acquire(wait, r.root(), holder, publish.Options{
		PublicGroup: r.cfg.Publish.PublicGroup, SpillFolder: r.spillParent(),
	})
	if err != nil {
		return errors.Join(ctx.Err(), err)
	}
	r.writer = w
	for _, sentence := range w.Recovered {
		r.log.Warn(sentence)
	}
	return nil
}

func (r *run) spillParent() string {
	if r.cfg.Engine.SpillFolder == "" {
		return ""
	}
	return r.cfg.Path(r.cfg.Engine.SpillFolder)
}
