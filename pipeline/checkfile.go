package pipeline

import (
	"context"
	"errors"

	"opdrift/pipeline/config"
	"opdrift/pipeline/contract"
)

// CheckFile holds one file against the contract of an extract: its columns, then
// every row. Rules that need another extract are skipped. It returns what is wrong
// or worth a line; where a run would stop, the error is an [InputError], or a
// [MissingError] when there is no such file. Nothing is published or locked.
func CheckFile(ctx context.Context, name, path string, opts Options) (found []contract.Finding, err error) {
	cfg := config.Default()
	cfg.Extracts.Files = map[string][]string{name: {path}}
	r := &run{cfg: cfg, opts: opts, log: opts.Log}
	in, found, err := r.findExtract(name)
	if err != nil {
		return found, err
	}
	var faults inputErrors
	for _, f := range found {
		if f.Severity == contract.Error {
			faults.add("%s", f.Message)
		}
	}
	if err := faults.err(); err != nil || contract.Rows(in.files) == 0 {
		return found, err
	}
	r.inputs = []*input{in}
	if err := r.openStore(ctx); err != nil {
		return found, err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	if err := r.register(ctx); err != nil {
		return found, err
	}
	if _, err := r.checkExtract(ctx, in, &faults); err != nil {
		return found, err
	}
	return append(found, r.broken()...), faults.err()
}

// broken lists the rules that rows break.
func (r *run) broken() []contract.Finding {
	var out []contract.Finding
	for _, q := range r.quality {
		if q.Rows > 0 {
			out = append(out, contract.Finding{
				Extract: q.Extract, Column: q.Column, Rule: q.Rule, Severity: contract.Severity(q.Severity),
				Rows: q.Rows, Ore: q.Ore, TotalRows: q.Total, Message: q.Text,
			})
		}
	}
	return out
}
