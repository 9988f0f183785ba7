package pipeline

import (
	"context"
	"errors"
	"path/filepath"

	"opdrift/pipeline/publish"
)

// A lastRun is the latest published run, that a validation says what moved against.
type lastRun struct {
	publish.Run
	manifest publish.Manifest
	files    []publish.InputFile // that it read
}

// file is the published file of a table.
func (l *lastRun) file(table string) string {
	return filepath.Join(l.Dir, "restricted", table+".parquet")
}

// findLast finds the latest run before the engine opens, which reads only what it is
// told of. Without one there is nothing to say; of one that is not as it was published,
// one sentence. Neither stops a validation.
func findLast(_ context.Context, r *run) error {
	found, err := publish.Latest(r.root())
	if errors.Is(err, publish.ErrNoRun) {
		return nil
	}
	if err == nil {
		var problems []publish.Problem
		if problems, err = publish.VerifyRun(r.root(), found.ID); len(problems) > 0 {
			err = errors.New(problems[0].String())
		}
	}
	last := &lastRun{Run: found}
	if err == nil {
		var results publish.Results
		last.manifest, results, err = publish.Show(r.root(), found.ID)
		last.files = results.InputFiles
	}
	if err != nil {
		r.notCompared(err)
		return nil
	}
	r.last = last
	return nil
}

// notCompared says why a validation does not tell what moved.
func (r *run) notCompared(err error) {
	r.log.Warn("what moved since the last run is not known: it cannot be compared with", "why", err.Error())
}
