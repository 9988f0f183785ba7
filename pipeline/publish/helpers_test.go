package publish

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

const (
	idA = "2025-11-30-0123456789ab"
	idB = "2025-12-31-ba9876543210"
	at  = "2026-01-10T06:00:00Z"
)

var holder = Holder{PID: 4711, Host: "batch1", Command: "opdrift run", Since: at}

// now is a context that waits for nothing.
func now() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 0)
	cancel()
	return ctx
}

func acquire(t *testing.T, root string) *Writer {
	t.Helper()
	w, err := Acquire(now(), root, holder, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// stage writes a small run: two tables whose content depends on salt, and a
// manifest without hashes.
func stage(w *Writer, id, salt string) (*Staging, Publication, error) {
	s, err := w.Begin(id)
	if err != nil {
		return nil, Publication{}, err
	}
	p := Publication{At: at, Results: Results{Started: at, Ended: at}}
	p.Manifest = Manifest{ToolVersion: "1.0.0", AsOf: id[:10], Seed: 1<<64 - 1, ComparedRun: ""}
	for _, name := range []string{"restricted/panel.parquet", "public/panel.parquet"} {
		text := fmt.Sprintf("table %s of %s, %s\n", name, id, salt)
		if err := os.WriteFile(filepath.Join(s.Dir(), name), []byte(text), 0o666); err != nil {
			return nil, Publication{}, err
		}
		p.Manifest.Outputs = append(p.Manifest.Outputs, Output{Path: name, Rows: 1})
	}
	return s, p, nil
}

// commit publishes a small run.
func commit(t *testing.T, w *Writer, id, salt string) Outcome {
	t.Helper()
	s, p, err := stage(w, id, salt)
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.Commit(p)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// published makes an output folder with one run of the small kind.
func published(t *testing.T) string {
	t.Helper()
	root := filepath.Join(t.TempDir(), "out")
	w := acquire(t, root)
	commit(t, w, idA, "")
	closed(t, w)
	return root
}

func closed(t *testing.T, w *Writer) {
	t.Helper()
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// intact wants a run without problems.
func intact(t *testing.T, root, id string) {
	t.Helper()
	problems, err := VerifyRun(root, id)
	if err != nil || len(problems) > 0 {
		t.Errorf("run %s: problems %v, error %v", id, problems, err)
	}
}

// names lists a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
