package publish

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestLocked(t *testing.T) {
	root := filepath.Join(t.TempDir(), "out")
	w := acquire(t, root)
	_, err := Acquire(now(), root, Holder{PID: 1}, Options{})
	var locked *LockedError
	if !errors.Is(err, ErrLocked) || !errors.As(err, &locked) || locked.Holder != holder {
		t.Fatalf("error %v, want one that names %+v", err, holder)
	}
	want := root + " is locked by another run: process 4711 on batch1 (opdrift run) since 2026-01-10T06:00:00Z; try again later or wait with --lock-wait"
	if err.Error() != want {
		t.Errorf("error\n%v, want\n%s", err, want)
	}

	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	if _, err := Acquire(ctx, root, Holder{}, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: error %v, want context.Canceled", err)
	}

	released := make(chan error, 1)
	time.AfterFunc(50*time.Millisecond, func() { released <- w.Close() })
	ctx, cancel = context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	second, err := Acquire(ctx, root, Holder{PID: 2}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := <-released; err != nil {
		t.Error(err)
	}
	closed(t, second)
}

// TestAcquireRefuses wants a clear error and nothing touched.
func TestAcquireRefuses(t *testing.T) {
	tests := []struct {
		name, want string
		make       func(root string) error
	}{
		{"out is a file", "is a file: want a folder", func(root string) error { return os.WriteFile(root, []byte("mine"), 0o600) }},
		{"out is below a file", "a file stands where a folder is wanted", func(root string) error {
			return os.WriteFile(filepath.Dir(root), []byte("mine"), 0o600)
		}},
		{"out is a dangling link", "is a link that leads nowhere", func(root string) error { return os.Symlink("nowhere", root) }},
		{"latest is a folder", "latest is a folder: want a link made by opdrift; move it away", func(root string) error {
			return os.MkdirAll(filepath.Join(root, "latest", "mine"), 0o700)
		}},
		{"latest is a file", "latest is a file: want a link", func(root string) error {
			return errors.Join(os.Mkdir(root, 0o700), os.WriteFile(filepath.Join(root, "latest"), []byte("mine"), 0o600))
		}},
		{"runs is a file", "runs is not a folder", func(root string) error {
			return errors.Join(os.Mkdir(root, 0o700), os.WriteFile(filepath.Join(root, "runs"), []byte("mine"), 0o600))
		}},
		{"lock is a folder", ".lock is not a plain file", func(root string) error { return os.MkdirAll(filepath.Join(root, ".lock"), 0o700) }},
		{"lock is a link", ".lock is not a plain file", func(root string) error {
			return errors.Join(os.Mkdir(root, 0o700), os.Symlink("../precious", filepath.Join(root, ".lock")))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parent := filepath.Join(t.TempDir(), "project")
			root := filepath.Join(parent, "out")
			if tt.name != "out is below a file" {
				if err := os.Mkdir(parent, 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := tt.make(root); err != nil {
				t.Fatal(err)
			}
			w, err := Acquire(now(), root, holder, Options{})
			if err == nil {
				closed(t, w)
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
			if strings.HasPrefix(tt.name, "latest") { // the lock was given back
				if err := os.RemoveAll(filepath.Join(root, "latest")); err != nil {
					t.Fatal(err)
				}
				closed(t, acquire(t, root))
			}
		})
	}
}

// TestDanglingLatest wants a link to nothing reported by readers and mended by
// the next run.
func TestDanglingLatest(t *testing.T) {
	root := published(t)
	if err := os.RemoveAll(filepath.Join(root, "runs", idA)); err != nil {
		t.Fatal(err)
	}
	if _, err := Latest(root); !errors.Is(err, ErrNoRun) || !strings.Contains(err.Error(), "which is not there") {
		t.Errorf("error %v", err)
	}
	if runs, err := List(root); err != nil || len(runs) != 0 {
		t.Errorf("runs %v, error %v, want none", runs, err)
	}
	w := acquire(t, root)
	commit(t, w, idB, "")
	closed(t, w)
	if got, err := Latest(root); err != nil || got.ID != idB {
		t.Errorf("latest %v, %v", got, err)
	}

	link := filepath.Join(root, "latest")
	if err := errors.Join(os.Remove(link), os.Symlink("../../etc", link)); err != nil {
		t.Fatal(err)
	}
	if _, err := Latest(root); err == nil || !strings.Contains(err.Error(), "points at ../../etc: want runs/RUN") {
		t.Errorf("error %v", err)
	}
}

// TestSpill wants a private folder that Close removes, one for each output
// folder also in a shared parent.
func TestSpill(t *testing.T) {
	dir := t.TempDir()
	shared := filepath.Join(dir, "scratch")
	other := filepath.Join(shared, "somebody-elses")
	if err := os.MkdirAll(other, 0o700); err != nil {
		t.Fatal(err)
	}
	var folders []string
	var writers []*Writer
	for _, name := range []string{"a", "b"} {
		w, err := Acquire(now(), filepath.Join(dir, name), holder, Options{SpillFolder: shared})
		if err != nil {
			t.Fatal(err)
		}
		spill, err := w.Spill()
		if err != nil {
			t.Fatal(err)
		}
		if again, err := w.Spill(); err != nil || again != spill {
			t.Errorf("second call gives %s, %v", again, err)
		}
		write(t, filepath.Join(spill, "page"), "plain text")
		folders, writers = append(folders, spill), append(writers, w)
	}
	if info, err := os.Stat(folders[0]); folders[0] == folders[1] || err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("spill folders %v, mode %v, %v", folders, info.Mode(), err)
	}
	// The first is killed: its lock goes, its spill folder stays until it comes again.
	if err := writers[0].lock.Unlock(); err != nil {
		t.Fatal(err)
	}
	w, err := Acquire(now(), filepath.Join(dir, "a"), holder, Options{SpillFolder: shared})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folders[0]); !errors.Is(err, os.ErrNotExist) || len(w.Recovered) != 1 {
		t.Errorf("the killed run's spill folder: %v, recovered %v", err, w.Recovered)
	}
	if _, err := os.Stat(folders[1]); err != nil {
		t.Errorf("the other run's spill folder: %v", err)
	}
	closed(t, w)
	closed(t, writers[1])
	if got := names(t, shared); len(got) != 1 || got[0] != "somebody-elses" {
		t.Errorf("left in the shared folder: %v", got)
	}
}
