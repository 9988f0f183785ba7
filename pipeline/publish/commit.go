package publish

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Publication is what [Staging.Commit] puts in place.
type Publication struct {
	// Manifest lists every file of the staging folder in Outputs, with rows and
	// columns. Commit sets RunID, SchemaVersion, and the bytes and hash of each
	// output.
	Manifest Manifest
	Results  Results

	// Verify re-reads the written files in dir before anything is published.
	// Its error stops the commit. It may be nil.
	Verify func(dir string) error

	At string // time of the audit line, RFC 3339

	// KeepLatest leaves the link latest alone: for a back-dated run. Without
	// any latest the link is made all the same.
	KeepLatest bool
	// NeverLatest makes no link even then: a run of the past alone is no news.
	NeverLatest bool
}

// Status says what Commit did.
type Status string

const (
	Published Status = "published" // the run is new
	Unchanged Status = "unchanged" // the same run was there, intact
	Replaced  Status = "replaced"  // a run that differed was moved aside
)

// replacing is the audit event before Replaced.
const replacing = "replacing"

// An Outcome is the result of a commit.
type Outcome struct {
	RunID  string
	Dir    string // of the published run
	Status Status

	// For Replaced: where the old run is now, and what was wrong with it. Old
	// files that agree with their own manifest mean that the run, not the disk,
	// gave other bytes.
	Aside       string
	Differences []Problem
}

// Commit checks the staged files, publishes them and makes them the latest. On
// an error nothing is published, or the run is in place but not yet the latest;
// either way the latest run is what it was, and running again is safe.
func (s *Staging) Commit(p Publication) (Outcome, error) {
	out := Outcome{RunID: s.id, Dir: runDir(s.w.root, s.id)}
	line := Entry{At: p.At, RunID: s.id}
	if err := s.seal(&p, &line); err != nil {
		return out, fmt.Errorf("run %s is not published: %w", s.id, err)
	}
	if err := s.place(&out, &line); err != nil {
		return out, fmt.Errorf("run %s is not published: %w", s.id, explain(s.w.root, err))
	}
	s.w.staging = nil
	line.Event = string(out.Status)
	if err := s.w.Audit(line); err != nil {
		return out, fmt.Errorf("run %s is in place but not the latest: %w", s.id, err)
	}
	if p.NeverLatest {
		return out, nil
	}
	if err := s.w.switchLatest(s.id, p.KeepLatest); err != nil {
		return out, fmt.Errorf("run %s is in place but not the latest: %w", s.id, err)
	}
	return out, nil
}

// seal makes the staging folder a complete run: checked, described, and on disk.
func (s *Staging) seal(p *Publication, line *Entry) error {
	p.Manifest.RunID = s.id
	p.Manifest.SchemaVersion = SchemaVersion
	p.Manifest = p.Manifest.sorted()
	if err := s.describe(p.Manifest.Outputs); err != nil {
		return err
	}
	if p.Verify != nil {
		if err := p.Verify(s.dir); err != nil {
			return fmt.Errorf("checking the written files: %w", err)
		}
	}
	var err error
	if line.ManifestSHA256, err = s.writeJSON(manifestFile, p.Manifest); err != nil {
		return err
	}
	if line.ResultsSHA256, err = s.writeJSON(resultsFile, p.Results); err != nil {
		return err
	}
	if err := setModes(s.dir, s.w.group); err != nil {
		return explain(s.w.root, err)
	}
	if err := syncTree(s.dir); err != nil {
		return explain(s.w.root, err)
	}
	return nil
}

// describe sets the length and hash of each output, and refuses a folder that
// does not hold exactly the outputs.
func (s *Staging) describe(outputs []Output) error {
	found, err := listFiles(s.dir)
	if err != nil {
		return err
	}
	var errs []error
	for i := range outputs {
		o := &outputs[i]
		at := slices.Index(found, o.Path)
		if at < 0 {
			errs = append(errs, fmt.Errorf("output %q is in the manifest but was not written, or is listed twice", o.Path))
			continue
		}
		found = slices.Delete(found, at, at+1)
		if !strings.HasPrefix(o.Path, restricted+"/") && !strings.HasPrefix(o.Path, public+"/") {
			errs = append(errs, fmt.Errorf("output %q: want a file in %s/ or %s/", o.Path, restricted, public))
			continue
		}
		if o.Bytes, o.SHA256, err = hashFile(filepath.Join(s.dir, filepath.FromSlash(o.Path))); err != nil {
			errs = append(errs, err)
		}
	}
	for _, f := range found {
		errs = append(errs, fmt.Errorf("file %q was written but is not in the manifest", f))
	}
	return errors.Join(errs...)
}

// writeJSON writes canonical JSON into the staging folder and returns its hash.
func (s *Staging) writeJSON(name string, v any) (string, error) {
	data, err := canonical(v)
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	if err := writeFile(filepath.Join(s.dir, name), data); err != nil {
		return "", explain(s.w.root, err)
	}
	return hashBytes(data), nil
}

// switchLatest points latest at a run, by rename, so that a reader finds the
// old run or the new one and never none.
func (w *Writer) switchLatest(id string, keep bool) error {
	if err := checkLatest(w.root); err != nil {
		return err
	}
	if _, err := Latest(w.root); keep && err == nil {
		return nil
	}
	next := filepath.Join(w.root, linkPrefix+id)
	if err := os.RemoveAll(next); err != nil {
		return err
	}
	if err := os.Symlink(filepath.Join(runsName, id), next); err != nil {
		return explain(w.root, err)
	}
	if err := os.Rename(next, filepath.Join(w.root, latestName)); err != nil {
		return explain(w.root, err)
	}
	return syncPath(w.root)
}

// checkLatest refuses a latest that is not a link: renaming over it would lose
// what somebody put there.
func checkLatest(root string) error {
	path := filepath.Join(root, latestName)
	info, err := os.Lstat(path)
	if err != nil || info.Mode()&os.ModeSymlink != 0 {
		return nil // absent; whatever else is wrong shows when it is written
	}
	what := "a file"
	if info.IsDir() {
		what = "a folder"
	}
	return fmt.Errorf("%s is %s: want a link made by opdrift; move it away and run again", path, what)
}
