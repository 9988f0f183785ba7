package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// pruned is the audit event of a deletion.
const pruned = "pruned"

// Prune deletes all but the newest keep runs and returns the ids of those
// deleted, oldest first. Newest is by as-of date, then by order of publication.
// The latest run is never deleted, even when it is not among the newest, and
// keep 0 deletes nothing. Damaged runs that were moved aside stay.
//
// The audit line is written first, so that no run goes without one, and a run
// leaves runs/ by one rename before any of its files goes, so that no reader
// finds half of one.
func (w *Writer) Prune(keep int, at string) ([]string, error) {
	if keep < 0 {
		return nil, fmt.Errorf("prune keeps %d runs: want 1 or more, or 0 for all", keep)
	}
	runs, err := List(w.root)
	if err != nil || keep == 0 {
		return nil, err
	}
	old := runs[:max(0, len(runs)-keep)]
	old = slices.DeleteFunc(old, func(r Run) bool { return r.Latest })
	var deleted []string
	for _, r := range old {
		if err := w.Audit(Entry{At: at, Event: pruned, RunID: r.ID}); err != nil {
			return deleted, err
		}
		gone := filepath.Join(w.root, prunedPrefix+r.ID)
		if err := os.Rename(r.Dir, gone); err != nil {
			return deleted, fmt.Errorf("pruning run %s: %w", r.ID, explain(w.root, err))
		}
		deleted = append(deleted, r.ID)
		if err := os.RemoveAll(gone); err != nil {
			return deleted, fmt.Errorf("pruning run %s: %w", r.ID, err)
		}
	}
	return deleted, w.syncNames()
}
