package pipeline_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// checkSame runs the same inputs again on other numbers of threads, in other
// folders: the run has the same id, and its files the same bytes.
func checkSame(t *testing.T, first *published, dir, yaml string) {
	before := runtime.GOMAXPROCS(0)
	defer runtime.GOMAXPROCS(before)
	for _, c := range []struct{ threads, processors int }{{1, 1}, {4, 3}} {
		runtime.GOMAXPROCS(c.processors)
		again := runProject(t, filepath.Join(dir, "extracts"), yaml+fmt.Sprintf("engine: {threads: %d}\n", c.threads))
		if again.RunID != first.RunID {
			t.Errorf("%+v: run id %s, want %s", c, again.RunID, first.RunID)
		}
		sameFiles(t, first.Folder, again.Folder)
	}
}

// sameFiles compares manifests and tables byte by byte.
func sameFiles(t *testing.T, a, b string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(a, "restricted", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range append(files, filepath.Join(a, "manifest.json")) {
		name, err := filepath.Rel(a, file)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(b, name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, got) {
			t.Errorf("%s differs between runs of the same inputs: %d and %d bytes", name, len(want), len(got))
		}
	}
	if others, _ := filepath.Glob(filepath.Join(b, "restricted", "*")); len(others) != len(files) || len(files) == 0 {
		t.Errorf("%d files, then %d", len(files), len(others))
	}
}
