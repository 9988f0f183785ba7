package publish

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// A Problem is one thing wrong with a published run.
type Problem struct {
	Path string // below the run's folder, or audit.ndjson
	Text string
}

func (p Problem) String() string { return p.Path + ": " + p.Text }

// VerifyRun hashes every file of a run again and checks it against the run's
// manifest, the manifest against the audit chain, and the chain itself. No
// problems means that the run is, byte for byte, what was published. The error
// is for a run that is not there.
func VerifyRun(root, id string) ([]Problem, error) {
	run, err := Find(root, id)
	if err != nil {
		return nil, err
	}
	problems := verifyFiles(run.Dir, run.ID)
	problems = append(problems, verifyModes(run.Dir)...)
	entries, chain := ReadAudit(root)
	return append(append(problems, chain...), verifyLine(run, entries)...), nil
}

// verifyFiles checks a run's folder against its own manifest.
func verifyFiles(dir, id string) []Problem {
	if info, err := os.Lstat(dir); err != nil || !info.IsDir() {
		return []Problem{{".", "is not a folder"}}
	}
	m, err := readManifest(dir)
	if err != nil {
		return []Problem{{manifestFile, err.Error()}}
	}
	problems := verifyManifest(dir, id, m)
	files, err := listFiles(dir)
	if err != nil {
		return append(problems, Problem{".", err.Error()})
	}
	known := []string{manifestFile, resultsFile}
	for _, o := range m.Outputs {
		known = append(known, o.Path)
		if p, bad := verifyOutput(dir, o); bad {
			problems = append(problems, p)
		}
	}
	for _, f := range files {
		if !slices.Contains(known, f) {
			problems = append(problems, Problem{f, "is not in the manifest"})
		}
	}
	if !slices.Contains(files, resultsFile) {
		problems = append(problems, Problem{resultsFile, "is missing"})
	}
	return problems
}

// verifyManifest checks that the manifest is the run's and written by us.
func verifyManifest(dir, id string, m Manifest) []Problem {
	var problems []Problem
	if m.RunID != id {
		problems = append(problems, Problem{manifestFile, fmt.Sprintf("is of run %q", m.RunID)})
	}
	if m.SchemaVersion != SchemaVersion {
		problems = append(problems, Problem{manifestFile, fmt.Sprintf("has schema version %d: want %d", m.SchemaVersion, SchemaVersion)})
	}
	data, err := os.ReadFile(filepath.Join(dir, manifestFile))
	if err != nil {
		return append(problems, Problem{manifestFile, err.Error()})
	}
	if again, err := canonical(m.sorted()); err != nil || !bytes.Equal(data, again) {
		problems = append(problems, Problem{manifestFile, "is not as opdrift wrote it"})
	}
	return problems
}

// verifyOutput hashes one file.
func verifyOutput(dir string, o Output) (Problem, bool) {
	if !filepath.IsLocal(o.Path) {
		return Problem{o.Path, "is outside the run"}, true
	}
	n, sum, err := hashFile(filepath.Join(dir, filepath.FromSlash(o.Path)))
	switch {
	case os.IsNotExist(err):
		return Problem{o.Path, "is missing"}, true
	case err != nil:
		return Problem{o.Path, err.Error()}, true
	case n != o.Bytes:
		return Problem{o.Path, fmt.Sprintf("is %d bytes: the manifest says %d", n, o.Bytes)}, true
	case sum != o.SHA256:
		return Problem{o.Path, "has changed: its SHA-256 is not the manifest's"}, true
	}
	return Problem{}, false
}

// verifyModes reports restricted tables that others may read.
func verifyModes(dir string) []Problem {
	info, err := os.Stat(filepath.Join(dir, restricted))
	if err != nil {
		return []Problem{{restricted, err.Error()}}
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return []Problem{{restricted, fmt.Sprintf("is open to others (mode %o): want 700", mode)}}
	}
	return nil
}

// verifyLine checks the manifest and results against the run's audit lines.
func verifyLine(run Run, entries []Entry) []Problem {
	lines := vouching(run.ID, entries)
	if len(lines) == 0 {
		return []Problem{{auditName, "has no line for run " + run.ID + ": the run was killed before the end, or the chain was cut; run it again"}}
	}
	var problems []Problem
	for _, line := range lines {
		problems = nil
		for _, f := range []struct{ name, want string }{{manifestFile, line.ManifestSHA256}, {resultsFile, line.ResultsSHA256}} {
			if _, sum, err := hashFile(filepath.Join(run.Dir, f.name)); err == nil && sum != f.want {
				problems = append(problems, Problem{f.name, fmt.Sprintf("is not the one that audit line %d was written for", line.N)})
			}
		}
		if len(problems) == 0 {
			return nil
		}
	}
	return problems
}

// vouching lists the audit lines that a run may agree with: its last publication
// and, when a replacement was announced after it and never finished, that one.
func vouching(id string, entries []Entry) []Entry {
	var lines []Entry
	for _, e := range entries {
		switch {
		case e.RunID != id:
		case e.Event == pruned:
			lines = nil
		case e.Event == replacing:
			lines = append(lines, e)
		case e.ManifestSHA256 != "":
			lines = []Entry{e}
		}
	}
	return lines
}
