package pipeline

import (
	"context"
	"errors"

	"opdrift/pipeline/config"
	"opdrift/pipeline/contract"
)

// CheckFile holds one file against the contract of an extract: its columns, then
// every row. Rules that need another extract are skipped. It returns the rules
// that are broken; where a run would stop, the error is an [InputError], or a
// [MissingError] when there is no such file. Nothing is published or locked.
func CheckFile(ctx context.Context, name, path string, opts Options) ([]RuleState, error) {
	cfg := config.Default()
	cfg.Extracts.Files = map[string][]string{name: {path}}
	r := &run{cfg: cfg, opts: opts, log: opts.Log, oneFile: true}
	err := r.checkFile(ctx, name)
	return r.validation().Rules, errors.Join(err, r.close())
}

func (r *run) checkFile(ctx context.Context, name string) error {
	in, found, err := r.findExtract(name)
	if err != nil {
		return err
	}
	var faults inputErrors
	for _, f := range found {
		r.noteFinding(f)
		if f.Severity == contract.Error {
			faults.add("%s", f.Message)
		}
	}
	if err := faults.err(); err != nil || contract.Rows(in.files) == 0 {
		return err
	}
	r.inputs = []*input{in}
	if err := r.openStore(ctx); err != nil {
		return err
	}
	if err := r.register(ctx); err != nil {
		return err
	}
	if _, err := r.checkExtract(ctx, in, &faults); err != nil {
		return err
	}
	return faults.err()
}
