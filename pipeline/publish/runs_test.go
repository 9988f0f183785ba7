package publish

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestRunID compares with sha256sum:
//
//	printf 'opdrift run 1\n2025-12-31\n1:a\n2:bc\n' | sha256sum
func TestRunID(t *testing.T) {
	day := time.Date(2025, 12, 31, 0, 0, 0, 0, time.UTC)
	if got, want := RunID(day, "a", "bc"), "2025-12-31-0d2075e4db01"; got != want {
		t.Errorf("RunID = %s, want %s", got, want)
	}
	seen := map[string]bool{}
	for _, parts := range [][]string{nil, {""}, {"", ""}, {"a", "bc"}, {"ab", "c"}, {"abc"}, {"bc", "a"}, {"1:a\n2:bc"}} {
		id := RunID(day, parts...)
		if seen[id] || checkID(id) != nil {
			t.Errorf("parts %q: id %s is not new or not an id", parts, id)
		}
		seen[id] = true
	}
}

// TestManifestBytes pins the canonical form: sorted keys and lists, no escapes
// for < and æ, the seed as text, one newline at the end.
func TestManifestBytes(t *testing.T) {
	m := Manifest{
		RunID: idA, ToolVersion: "1.0 <æ>", AsOf: "2025-11-30", Seed: 1<<64 - 1,
		Inputs: []Input{{Name: "costs", Rows: 9007199254740993, Sums: map[string]string{"b": "-1.10", "a": "2"}}, {Name: "cases"}},
		Checks: []Check{{Name: "z", Verdict: "ok"}},
	}
	got, err := canonical(m.sorted())
	if err != nil {
		t.Fatal(err)
	}
	want := `{
  "as_of": "2025-11-30",
  "checks": [
    {
      "name": "z",
      "rows": 0,
      "verdict": "ok"
    }
  ],
  "compared_run": "",
  "configuration_hash": "",
  "inputs": [
    {
      "name": "cases",
      "rows": 0,
      "sums": {}
    },
    {
      "name": "costs",
      "rows": 9007199254740993,
      "sums": {
        "a": "2",
        "b": "-1.10"
      }
    }
  ],
  "outputs": [],
  "run_id": "2025-11-30-0123456789ab",
  "schema_version": 0,
  "seed": "18446744073709551615",
  "suppressed": [],
  "tool_version": "1.0 <æ>"
}
`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("manifest (-want +got):\n%s", diff)
	}
	if m.Inputs[0].Name != "costs" || m.Inputs[1].Sums != nil {
		t.Error("sorting changed the caller's list")
	}
}

func TestShow(t *testing.T) {
	root := published(t)
	for _, id := range []string{idA, "latest"} {
		m, r, err := Show(root, id)
		if err != nil || m.RunID != idA || m.SchemaVersion != SchemaVersion || m.Seed != 1<<64-1 || len(m.Outputs) != 2 || r.Ended != at {
			t.Errorf("%s: %+v %+v %v", id, m, r, err)
		}
	}
	for _, id := range []string{idB, "../../etc", ""} {
		if _, _, err := Show(root, id); err == nil {
			t.Errorf("run %q: no error", id)
		}
	}
	empty := filepath.Join(t.TempDir(), "none")
	if _, _, err := Show(empty, "latest"); !errors.Is(err, ErrNoRun) {
		t.Errorf("no folder: error %v, want ErrNoRun", err)
	}
	if runs, err := List(empty); err != nil || runs != nil {
		t.Errorf("no folder: runs %v, error %v", runs, err)
	}
	if _, err := VerifyRun(empty, idA); !errors.Is(err, ErrNoRun) {
		t.Errorf("no folder: error %v, want ErrNoRun", err)
	}
}

// TestVerifyRun changes what is outside the manifest's own hashes.
func TestVerifyRun(t *testing.T) {
	tests := []struct {
		name, want string
		change     func(dir string) error
	}{
		{"times", "run_results.json: is not the one that audit line 1 was written for", func(dir string) error {
			return os.WriteFile(filepath.Join(dir, resultsFile), []byte("{}\n"), 0o600)
		}},
		{"other run", `manifest.json: is of run "` + idB + `"`, func(dir string) error {
			return rewrite(dir, func(m *Manifest) { m.RunID = idB })
		}},
		{"honest forgery", "manifest.json: is not the one that audit line 1 was written for", func(dir string) error {
			return rewrite(dir, func(m *Manifest) { m.ToolVersion = "2.0.0" })
		}},
		{"climbing", "../../../x: is outside the run", func(dir string) error {
			return rewrite(dir, func(m *Manifest) { m.Outputs = append(m.Outputs, Output{Path: "../../../x"}) })
		}},
		{"spaces", "manifest.json: is not as opdrift wrote it", func(dir string) error {
			data, err := os.ReadFile(filepath.Join(dir, manifestFile))
			return errors.Join(err, os.WriteFile(filepath.Join(dir, manifestFile), append(data, ' '), 0o600))
		}},
		{"open", "restricted: is open to others (mode 755)", func(dir string) error { return os.Chmod(filepath.Join(dir, restricted), 0o755) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := published(t)
			if err := tt.change(filepath.Join(root, "runs", idA)); err != nil {
				t.Fatal(err)
			}
			problems, err := VerifyRun(root, "latest")
			if err != nil || !strings.Contains(strings.Join(texts(problems), "\n"), tt.want) {
				t.Errorf("problems %v, error %v: want %q", problems, err, tt.want)
			}
		})
	}
}

// rewrite changes a manifest as somebody would who knows the format.
func rewrite(dir string, change func(*Manifest)) error {
	m, err := readManifest(dir)
	if err != nil {
		return err
	}
	change(&m)
	data, err := canonical(m.sorted())
	return errors.Join(err, os.WriteFile(filepath.Join(dir, manifestFile), data, 0o600))
}

func TestPrune(t *testing.T) {
	root := filepath.Join(t.TempDir(), "out")
	w := acquire(t, root)
	// By as-of date, and within a date by order of publication, not by id.
	ids := []string{"2025-10-31-ffffffffffff", "2025-12-31-eeeeeeeeeeee", "2025-12-31-aaaaaaaaaaaa", "2025-11-30-bbbbbbbbbbbb"}
	for _, id := range ids {
		commit(t, w, id, "")
	}
	if _, err := w.Prune(-1, at); err == nil {
		t.Error("keep -1: no error")
	}
	if got, err := w.Prune(0, at); err != nil || got != nil {
		t.Errorf("keep 0 deleted %v, %v", got, err)
	}
	if got, err := w.Prune(9, at); err != nil || got != nil {
		t.Errorf("keep 9 deleted %v, %v", got, err)
	}
	// The latest is of November and so not among the newest one; it stays.
	got, err := w.Prune(1, at)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"2025-10-31-ffffffffffff", "2025-12-31-eeeeeeeeeeee"}, got); diff != "" {
		t.Errorf("deleted (-want +got):\n%s", diff)
	}
	closed(t, w)
	runs, err := List(root)
	if err != nil {
		t.Fatal(err)
	}
	want := []Run{
		{ID: ids[3], Dir: filepath.Join(root, "runs", ids[3]), Latest: true, Order: 4},
		{ID: ids[2], Dir: filepath.Join(root, "runs", ids[2]), Order: 3},
	}
	if diff := cmp.Diff(want, runs); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
	intact(t, root, ids[3])
	if entries, _ := ReadAudit(root); len(entries) != 6 || entries[5].Event != "pruned" || entries[5].RunID != ids[1] {
		t.Errorf("audit %+v, want two lines of pruning at the end", entries)
	}
}
