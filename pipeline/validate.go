package pipeline

import (
	"context"
	"errors"

	"opdrift/pipeline/config"
	"opdrift/pipeline/contract"
	"opdrift/pipeline/publish"
	queries "opdrift/sql"
)

// An Extract says whether an extract is there. Rows are by footer.
type Extract struct {
	Name  string `json:"extract"`
	Files int64  `json:"files"`
	Rows  int64  `json:"rows"`
}

// A Validation is what a run would find before it computes anything.
type Validation struct {
	Extracts []Extract
	Findings []contract.Finding
}

// Validate does the first two stages of a run: it finds the extracts and checks
// every row of them. Where a run would stop, so does this, with the same error.
// Nothing is locked or published.
func Validate(ctx context.Context, cfg config.Config, opts Options) (v Validation, err error) {
	r := &run{cfg: cfg, opts: opts, log: opts.Log, started: opts.Now()}
	defer func() { err = errors.Join(err, r.close()) }()
	err = r.all(ctx, stages[:2])
	v.Findings = r.broken()
	for _, in := range r.inputs {
		v.Extracts = append(v.Extracts, Extract{in.name, int64(len(in.files)), contract.Rows(in.files)})
	}
	return v, err
}

// A Plan is what a run would do.
type Plan struct {
	Extracts []Extract `json:"extracts"`
	Stages   []string  `json:"stages"`
	Outputs  []string  `json:"outputs"`
	Folder   string    `json:"folder"` // of the published runs
	Latest   string    `json:"latest"` // the run that is the latest now; empty for none
}

// PlanRun looks at the footers of the extracts and says what a run would do. No
// row is read, and nothing is locked or written.
func PlanRun(ctx context.Context, cfg config.Config, opts Options) (Plan, error) {
	r := &run{cfg: cfg, opts: opts, log: opts.Log}
	p := Plan{Folder: r.root()}
	for _, name := range contract.Names() {
		in, _, err := r.findExtract(name)
		if err != nil {
			return p, err
		}
		e := Extract{Name: name}
		if in != nil {
			e.Files, e.Rows = int64(len(in.files)), contract.Rows(in.files)
			r.inputs = append(r.inputs, in)
		}
		p.Extracts = append(p.Extracts, e)
	}
	for _, s := range stages {
		p.Stages = append(p.Stages, s.name)
	}
	for _, q := range queries.Folder("outputs") {
		p.Outputs = append(p.Outputs, q.Name)
	}
	if latest, err := publish.Latest(r.root()); err == nil {
		p.Latest = latest.ID
	}
	return p, errors.Join(ctx.Err(), r.required())
}
