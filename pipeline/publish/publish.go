// Package publish puts a run's files in place so that a reader sees either the
// whole of the last run or the whole of the new one, whatever happens.
//
//	out/.lock                   flock; names the holder
//	out/.staging-RUN/           a run being written; private
//	out/.spill-RUN/             the engine's scratch files; private
//	out/runs/RUN/restricted/    every table
//	out/runs/RUN/public/        what may leave the municipality
//	out/runs/RUN/manifest.json  what was read, computed and written; no times
//	out/runs/RUN/run_results.json   times, paths and machine
//	out/latest                  link to runs/RUN
//	out/audit.ndjson            one line an event, each with the hash of the last
//
// A run takes the lock with [Acquire], which also sweeps what killed runs left
// behind, makes a folder with [Writer.Begin], writes its tables there and ends
// with [Staging.Commit]. Every step of Commit leaves a readable state: killed
// before the rename, nothing has happened; killed after it, the run is complete
// but not yet the latest, and the same run again finishes the work.
//
// The package knows files and their hashes, not what is in them: rows and
// columns of the manifest and the check of the written tables are the caller's.
// It reads no clock; times are arguments, and text.
package publish

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
)

// Names within an output folder.
const (
	runsName     = "runs"
	latestName   = "latest"
	lockName     = ".lock"
	auditName    = "audit.ndjson"
	restricted   = "restricted"
	public       = "public"
	manifestFile = "manifest.json"
	resultsFile  = "run_results.json"

	stagingPrefix = ".staging-"
	asidePrefix   = ".aside-"  // a damaged run on its way out
	prunedPrefix  = ".pruned-" // a run being deleted
	linkPrefix    = ".latest-" // the next latest, before its rename
)

// SchemaVersion is the version of manifest.json and of the folder layout.
const SchemaVersion = 1

// Errors that callers tell apart.
var (
	ErrLocked = errors.New("locked by another run") // safe to retry
	ErrNoRun  = errors.New("no such run")
)

// A FolderError reports an output folder that cannot be one, or that the program's
// user may not write: another has to be configured, or this one made ready.
type FolderError struct{ Err error }

func (e *FolderError) Error() string { return e.Err.Error() }
func (e *FolderError) Unwrap() error { return e.Err }

var runIDForm = regexp.MustCompile(`^[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{12}$`)

// IsRunID reports whether a text has the form of a run's id.
func IsRunID(text string) bool { return checkID(text) == nil }

// checkID refuses what is not a run id, before it becomes part of a path.
func checkID(id string) error {
	if !runIDForm.MatchString(id) {
		return fmt.Errorf("run id %q: want a date and 12 hex digits, such as 2025-12-31-0123456789ab; see 'opdrift runs list'", id)
	}
	return nil
}

func runDir(root, id string) string { return filepath.Join(root, runsName, id) }
