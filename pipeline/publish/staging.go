package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// A Staging is a run being written. Nobody but the program's user can see it.
type Staging struct {
	w   *Writer
	id  string
	dir string
}

// Begin makes the staging folder of a run, with restricted/ and public/ in it.
// A Writer has one at a time.
func (w *Writer) Begin(runID string) (*Staging, error) {
	if err := checkID(runID); err != nil {
		return nil, err
	}
	if w.staging != nil {
		return nil, fmt.Errorf("run %s is still being written: commit or abandon it before %s", w.staging.id, runID)
	}
	dir := filepath.Join(w.root, stagingPrefix+runID)
	s := &Staging{w: w, id: runID, dir: dir}
	for _, d := range []string{dir, s.Restricted(), s.Public()} {
		if err := makeDir(d); err != nil {
			return nil, errors.Join(explain(w.root, err), os.RemoveAll(dir))
		}
	}
	w.staging = s
	return s, nil
}

// Dir is the folder being written. Files go below Restricted and Public only.
func (s *Staging) Dir() string { return s.dir }

// Restricted is the folder of tables that stay in the municipality.
func (s *Staging) Restricted() string { return filepath.Join(s.dir, restricted) }

// Public is the folder of tables that may leave it.
func (s *Staging) Public() string { return filepath.Join(s.dir, public) }

// Abandon removes the staging folder. Committed runs are not touched.
func (s *Staging) Abandon() error {
	s.w.staging = nil
	return os.RemoveAll(s.dir)
}

// Spill makes the run's private folder for the engine's scratch files and
// returns its name. It is removed by Close, or by the next run's sweep: spill
// files are plain text.
func (w *Writer) Spill() (string, error) {
	if w.spilled != "" {
		return w.spilled, nil
	}
	if err := os.MkdirAll(w.spill, privateDir); err != nil {
		return "", fmt.Errorf("spill folder: %w", err)
	}
	dir := w.spillName()
	if err := makeDir(dir); err != nil {
		return "", fmt.Errorf("spill folder: %w", err)
	}
	w.spilled = dir
	return dir, nil
}

// spillName is one name for each output folder, under the output folder's lock,
// so that a sweep in a shared parent never takes a folder in use by others.
func (w *Writer) spillName() string {
	sum := sha256.Sum256([]byte(w.root))
	return filepath.Join(w.spill, ".opdrift-spill-"+hex.EncodeToString(sum[:6]))
}
