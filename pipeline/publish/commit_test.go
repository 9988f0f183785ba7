package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCommit publishes a run under the worst umasks and looks at all of it.
func TestCommit(t *testing.T) {
	for _, umask := range []int{0, 0o777} {
		old := syscall.Umask(0)
		root := filepath.Join(t.TempDir(), "deep", "out")
		if err := os.Mkdir(filepath.Dir(root), 0o700); err != nil {
			t.Fatal(err)
		}
		syscall.Umask(umask)
		w := acquire(t, root)
		s, p, err := stage(w, idA, "x")
		if err != nil {
			t.Fatal(err)
		}
		seen := ""
		p.Verify = func(dir string) error {
			data, err := os.ReadFile(filepath.Join(dir, "public", "panel.parquet"))
			seen = string(data)
			return err
		}
		out, err := s.Commit(p)
		closed(t, w)
		syscall.Umask(old)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(Outcome{RunID: idA, Dir: filepath.Join(root, "runs", idA), Status: Published}, out); diff != "" {
			t.Errorf("outcome (-want +got):\n%s", diff)
		}
		if !strings.HasPrefix(seen, "table public/panel.parquet") {
			t.Errorf("Verify read %q", seen)
		}
		intact(t, root, idA)
		if diff := cmp.Diff([]string{".lock", "audit.ndjson", "latest", "runs"}, names(t, root)); diff != "" {
			t.Errorf("left in the folder (-want +got):\n%s", diff)
		}
		if to, err := os.Readlink(filepath.Join(root, "latest")); to != "runs/"+idA || err != nil {
			t.Errorf("latest points at %q, %v", to, err)
		}
		err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if info, e := d.Info(); e == nil && d.Type() != fs.ModeSymlink && info.Mode().Perm()&0o077 != 0 {
				t.Errorf("umask %o: %s has mode %v, open to others", umask, path, info.Mode())
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestPublicGroup gives the program's own group, which every user may do.
func TestPublicGroup(t *testing.T) {
	root := filepath.Join(t.TempDir(), "out")
	gid := os.Getgid()
	w, err := Acquire(now(), root, holder, Options{PublicGroup: "0"})
	if gid != 0 {
		t.Skipf("needs group 0, runs with %d", gid)
	}
	if err != nil {
		t.Fatal(err)
	}
	commit(t, w, idA, "")
	closed(t, w)
	want := map[string]fs.FileMode{
		".": 0o750, "runs": 0o750, "runs/" + idA: 0o750, "runs/" + idA + "/public": 0o750, "runs/" + idA + "/public/panel.parquet": 0o640,
		"runs/" + idA + "/restricted": 0o700, "runs/" + idA + "/restricted/panel.parquet": 0o600, "runs/" + idA + "/manifest.json": 0o600,
		"audit.ndjson": 0o600, ".lock": 0o600,
	}
	for name, mode := range want {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s has mode %v, want %v; error %v", name, info.Mode().Perm(), mode, err)
		}
	}
	intact(t, root, idA)
	if _, err := Acquire(now(), root, holder, Options{PublicGroup: "no-such-group"}); err == nil || !strings.Contains(err.Error(), "want a group of this machine") {
		t.Errorf("unknown group: error %v", err)
	}
}

// TestCommitAgain publishes the same run again, whole, damaged in every way, and
// with other bytes.
func TestCommitAgain(t *testing.T) {
	run := func(root, name string) string { return filepath.Join(root, "runs", idA, name) }
	tests := []struct {
		name, salt string
		damage     func(root string) error
		want       Status
		problem    string
	}{
		{"same", "", func(string) error { return nil }, Unchanged, ""},
		{"other bytes", "x", func(string) error { return nil }, Replaced, "manifest.json: says other than the same run made again"},
		{"flipped byte", "", func(r string) error {
			return os.WriteFile(run(r, "public/panel.parquet"), []byte("table public/panel.parquet of 2025-11-30-0123456789ab, X"), 0o600)
		}, Replaced, "public/panel.parquet: has changed"},
		{"cut", "", func(r string) error { return os.Truncate(run(r, "restricted/panel.parquet"), 3) }, Replaced, "restricted/panel.parquet: is 3 bytes"},
		{"missing table", "", func(r string) error { return os.Remove(run(r, "restricted/panel.parquet")) }, Replaced, "restricted/panel.parquet: is missing"},
		{"missing manifest", "", func(r string) error { return os.Remove(run(r, "manifest.json")) }, Replaced, "no such file"},
		{"empty manifest", "", func(r string) error { return os.Truncate(run(r, "manifest.json"), 0) }, Replaced, "EOF"},
		{"missing results", "", func(r string) error { return os.Remove(run(r, "run_results.json")) }, Replaced, "run_results.json: is missing"},
		{"extra file", "", func(r string) error { return os.WriteFile(run(r, "public/person.csv"), nil, 0o600) }, Replaced, "public/person.csv: is not in the manifest"},
		{"link", "", func(r string) error { return os.Symlink("/etc/passwd", run(r, "public/x")) }, Replaced, "public/x is not a plain file"},
		{"a file", "", func(r string) error {
			return errors.Join(os.RemoveAll(run(r, "")), os.WriteFile(run(r, ""), nil, 0o600))
		}, Replaced, "is not a folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := published(t)
			if err := tt.damage(root); err != nil {
				t.Fatal(err)
			}
			w := acquire(t, root)
			out := commit(t, w, idA, tt.salt)
			closed(t, w)
			if out.Status != tt.want {
				t.Errorf("status %s, want %s", out.Status, tt.want)
			}
			intact(t, root, idA)
			if tt.want == Unchanged {
				if diff := cmp.Diff([]string{idA}, names(t, filepath.Join(root, "runs"))); diff != "" {
					t.Errorf("runs (-want +got):\n%s", diff)
				}
				return
			}
			if len(out.Differences) == 0 || !strings.Contains(out.Differences[0].String()+out.Differences[len(out.Differences)-1].String(), tt.problem) {
				t.Errorf("differences %v, want %q", out.Differences, tt.problem)
			}
			if diff := cmp.Diff([]string{idA, idA + ".damaged-1"}, names(t, filepath.Join(root, "runs"))); diff != "" {
				t.Errorf("runs (-want +got):\n%s", diff)
			}
			if out.Aside != filepath.Join(root, "runs", idA+".damaged-1") {
				t.Errorf("aside in %s", out.Aside)
			}
			if runs, err := List(root); err != nil || len(runs) != 1 || !runs[0].Latest {
				t.Errorf("runs %v, error %v, want one, the latest", runs, err)
			}
		})
	}
}

// TestCommitRefuses wants nothing published, and the latest run as it was.
func TestCommitRefuses(t *testing.T) {
	tests := []struct {
		name, want string
		spoil      func(s *Staging, p *Publication) error
	}{
		{"verify", "checking the written files: sums differ", func(_ *Staging, p *Publication) error {
			p.Verify = func(string) error { return errors.New("sums differ") }
			return nil
		}},
		{"undeclared", `file "public/x" was written but is not in the manifest`, func(s *Staging, _ *Publication) error {
			return os.WriteFile(filepath.Join(s.Public(), "x"), nil, 0o600)
		}},
		{"beside", `output "x": want a file in restricted/ or public/`, func(s *Staging, p *Publication) error {
			p.Manifest.Outputs = append(p.Manifest.Outputs, Output{Path: "x"})
			return os.WriteFile(filepath.Join(s.Dir(), "x"), nil, 0o600)
		}},
		{"unwritten", `output "public/y" is in the manifest but was not written`, func(_ *Staging, p *Publication) error {
			p.Manifest.Outputs = append(p.Manifest.Outputs, Output{Path: "public/y"})
			return nil
		}},
		{"twice", "or is listed twice", func(_ *Staging, p *Publication) error {
			p.Manifest.Outputs = append(p.Manifest.Outputs, p.Manifest.Outputs[0])
			return nil
		}},
		{"outside", `output "../../latest" is in the manifest but was not written`, func(_ *Staging, p *Publication) error {
			p.Manifest.Outputs = append(p.Manifest.Outputs, Output{Path: "../../latest"})
			return nil
		}},
		{"link", "is not a plain file", func(s *Staging, _ *Publication) error {
			return os.Symlink("/etc/passwd", filepath.Join(s.Public(), "x"))
		}},
		{"own manifest", `file "manifest.json" was written but is not in the manifest`, func(s *Staging, _ *Publication) error {
			return os.WriteFile(filepath.Join(s.Dir(), "manifest.json"), nil, 0o600)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := published(t)
			w := acquire(t, root)
			s, p, err := stage(w, idB, "")
			if err != nil {
				t.Fatal(err)
			}
			if err := tt.spoil(s, &p); err != nil {
				t.Fatal(err)
			}
			_, err = s.Commit(p)
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "run "+idB+" is not published") {
				t.Errorf("error %v, want %q in it", err, tt.want)
			}
			closed(t, w)
			if latest, err := Latest(root); err != nil || latest.ID != idA {
				t.Errorf("latest is %v, %v: want %s", latest, err, idA)
			}
			if diff := cmp.Diff([]string{".lock", "audit.ndjson", "latest", "runs"}, names(t, root)); diff != "" {
				t.Errorf("left in the folder (-want +got):\n%s", diff)
			}
			intact(t, root, idA)
		})
	}
}

func TestKeepLatest(t *testing.T) {
	root := filepath.Join(t.TempDir(), "out")
	w := acquire(t, root)
	defer closed(t, w)
	for _, tt := range []struct {
		id     string
		keep   bool
		latest string
	}{{idB, true, idB}, {idA, true, idB}, {idA, false, idA}} {
		s, p, err := stage(w, tt.id, "")
		if err != nil {
			t.Fatal(err)
		}
		p.KeepLatest = tt.keep
		if _, err := s.Commit(p); err != nil {
			t.Fatal(err)
		}
		if got, err := Latest(root); err != nil || got.ID != tt.latest {
			t.Errorf("after %s, keep %v: latest is %s, %v: want %s", tt.id, tt.keep, got.ID, err, tt.latest)
		}
	}
}

func TestBegin(t *testing.T) {
	w := acquire(t, filepath.Join(t.TempDir(), "out"))
	for _, id := range []string{"", "latest", "../x", "2025-11-30-0123456789AB", "2025-11-30-0123456789ab/..", "2025-11-30-0123456789ab\n"} {
		if _, err := w.Begin(id); err == nil || !strings.Contains(err.Error(), "want a date and 12 hex digits") {
			t.Errorf("run id %q: error %v", id, err)
		}
	}
	s, err := w.Begin(idA)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Begin(idB); err == nil || !strings.Contains(err.Error(), "still being written") {
		t.Errorf("second staging: error %v", err)
	}
	if err := s.Abandon(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Begin(idB); err != nil {
		t.Errorf("after Abandon: %v", err)
	}
	closed(t, w)
	if got := names(t, w.root); strings.Contains(strings.Join(got, " "), "staging") {
		t.Errorf("Close left %v", got)
	}
}
