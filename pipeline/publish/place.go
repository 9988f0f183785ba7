package publish

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// place renames the sealed staging folder into runs/, or drops it when the same
// run is there already.
func (s *Staging) place(out *Outcome, line *Entry) error {
	taken, err := exists(out.Dir)
	if err != nil {
		return err
	}
	if !taken {
		out.Status = Published
		if err := os.Rename(s.dir, out.Dir); err != nil {
			return err
		}
		return s.w.syncNames()
	}
	out.Differences = s.compare(out.Dir)
	if len(out.Differences) > 0 {
		out.Status = Replaced
		return s.replace(out, *line)
	}
	out.Status = Unchanged
	// The run keeps the times of its first making, so the audit line does too.
	if _, line.ResultsSHA256, err = hashFile(filepath.Join(out.Dir, resultsFile)); err != nil {
		return err
	}
	if err := setModes(out.Dir, s.w.group); err != nil {
		return err
	}
	return os.RemoveAll(s.dir)
}

// compare says how the run in dir differs from the staged one.
func (s *Staging) compare(dir string) []Problem {
	problems := verifyFiles(dir, s.id)
	staged, err := os.ReadFile(filepath.Join(s.dir, manifestFile))
	if err != nil {
		return append(problems, Problem{manifestFile, "staged: " + err.Error()})
	}
	if old, err := os.ReadFile(filepath.Join(dir, manifestFile)); err == nil && !bytes.Equal(old, staged) {
		problems = append(problems, Problem{manifestFile, "says other than the same run made again: the program, the machine or the file is at fault"})
	}
	return problems
}

// replace exchanges the run in place with the staged one, and keeps the old one
// as runs/RUN.damaged-N. Where the file system can, the exchange is one step, so
// that latest never leads nowhere. Killed in between, sweep finishes it.
//
// The audit line of the intent goes first: without it, a run killed right after
// the exchange would be the latest and not in the chain.
func (s *Staging) replace(out *Outcome, line Entry) error {
	line.Event = replacing
	if err := s.w.Audit(line); err != nil {
		return err
	}
	free, err := freeName(out.Dir + ".damaged-")
	if err != nil {
		return err
	}
	aside := filepath.Join(s.w.root, asidePrefix+s.id)
	if err := os.Rename(s.dir, aside); err != nil {
		return err
	}
	if err := swap(aside, out.Dir, free); err != nil {
		return fmt.Errorf("moving the damaged %s aside: %w", out.Dir, err)
	}
	out.Aside = free
	return s.w.syncNames()
}

// swap puts fresh in the place of old, and old at aside.
func swap(fresh, old, aside string) error {
	err := exchange(fresh, old)
	if err == nil {
		return os.Rename(fresh, aside)
	}
	if !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	if err := os.Rename(old, aside); err != nil {
		return err
	}
	return os.Rename(fresh, old)
}

// freeName returns prefix with the first number that is not taken.
func freeName(prefix string) (string, error) {
	for n := 1; ; n++ {
		name := fmt.Sprintf("%s%d", prefix, n)
		taken, err := exists(name)
		if err != nil || !taken {
			return name, err
		}
	}
}

// syncNames makes renames in runs/ and in the output folder last.
func (w *Writer) syncNames() error {
	return errors.Join(syncPath(filepath.Join(w.root, runsName)), syncPath(w.root))
}
