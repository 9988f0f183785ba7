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
		return s.replace(out)
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
func (s *Staging) replace(out *Outcome) error {
	free, err := freeName(out.Dir + ".damaged-")
	if err != nil {
		return err
	}
	aside := filepath.Join(s.w.root, asidePrefix+s.id)
	if err := os.Rename(s.dir, aside); err != nil {
		return err
	}
	err = exchange(aside, out.Dir)
	if errors.Is(err, errors.ErrUnsupported) {
		err = errors.Join(os.Rename(out.Dir, free), os.Rename(aside, out.Dir))
	} else if err == nil {
		err = os.Rename(aside, free)
	}
	if err != nil {
		return fmt.Errorf("moving the damaged %s aside: %w", out.Dir, err)
	}
	out.Aside = free
	return s.w.syncNames()
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
