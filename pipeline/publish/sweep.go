package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// sweep removes what killed runs left behind. It runs under the lock only, so
// nothing it finds is in use.
func (w *Writer) sweep() error {
	entries, err := os.ReadDir(w.root)
	if err != nil {
		return explain(w.root, err)
	}
	for _, e := range entries {
		if err := w.sweepOne(e.Name()); err != nil {
			return fmt.Errorf("sweeping %s: %w", e.Name(), err)
		}
	}
	spill := w.spillName()
	if found, err := exists(spill); err != nil || !found {
		return err
	}
	w.found("removed the scratch files of a run that was killed: %s", spill)
	return os.RemoveAll(spill)
}

func (w *Writer) found(format string, args ...any) {
	w.Recovered = append(w.Recovered, fmt.Sprintf(format, args...))
}

// sweepOne puts one name of the output folder in order. Names that are not ours
// stay.
func (w *Writer) sweepOne(name string) error {
	path := filepath.Join(w.root, name)
	kind, id := split(name)
	if kind == "" || checkID(id) != nil {
		return nil
	}
	switch kind {
	case asidePrefix:
		return w.finishReplace(path, id)
	case stagingPrefix:
		w.found("removed the unfinished run %s", id)
	case prunedPrefix:
		w.found("finished deleting the pruned run %s", id)
	}
	return os.RemoveAll(path)
}

// finishReplace ends a replacement that was killed on the way. Which of the two
// runs stands aside shows by their files: if the one in place is whole, the
// damaged one stands aside and is kept under its name; if only the one aside is
// whole, the exchange had not happened, and the run will be made again.
func (w *Writer) finishReplace(aside, id string) error {
	dir := runDir(w.root, id)
	if taken, err := exists(dir); err != nil {
		return err
	} else if !taken {
		w.found("finished replacing the damaged run %s", id)
		return os.Rename(aside, dir)
	}
	if len(verifyFiles(aside, id)) == 0 && len(verifyFiles(dir, id)) > 0 {
		w.found("run %s is damaged and its replacement was interrupted: run it again", id)
		return os.RemoveAll(aside)
	}
	free, err := freeName(dir + ".damaged-")
	if err != nil {
		return err
	}
	w.found("finished moving the damaged run %s aside, to %s", id, free)
	return os.Rename(aside, free)
}

// split takes a name of ours apart.
func split(name string) (kind, id string) {
	for _, p := range []string{stagingPrefix, asidePrefix, prunedPrefix, linkPrefix} {
		if rest, ok := strings.CutPrefix(name, p); ok {
			return p, rest
		}
	}
	return "", ""
}
