package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// touch makes empty files below dir.
func touch(t *testing.T, dir string, names ...string) {
	t.Helper()
	for _, n := range names {
		path := filepath.Join(dir, n)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestExtractFiles(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "a[b]*c") // must not act as a pattern
	touch(t, dir, "extracts/cases.parquet", "extracts/costs/2.parquet", "extracts/costs/1.parquet", "extracts/costs/.tmp.parquet",
		"extracts/costs/note.txt", "ledger/2024.parquet", "ledger/2025.parquet", "extracts/both.parquet", "extracts/both/x.parquet")
	touch(t, parent, "shared/prices.parquet")
	if err := os.Symlink("2024.parquet", filepath.Join(dir, "ledger", "link.parquet")); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, files string
		want        []string // below dir
		err         string
	}{
		{"cases", "", []string{"extracts/cases.parquet"}, ""},
		{"costs", "", []string{"extracts/costs/1.parquet", "extracts/costs/2.parquet"}, ""},
		{"budget", "", nil, ""},
		{"both", "", nil, "has both"},
		{"costs", "ledger/2*.parquet", []string{"ledger/2024.parquet", "ledger/2025.parquet"}, ""},
		{"costs", "[ledger/2025.parquet, ledger/2024.parquet]", []string{"ledger/2024.parquet", "ledger/2025.parquet"}, ""},
		{"costs", "ledger/*.parquet", nil, "are the same file and would count twice"},
		{"costs", "[ledger/2*.parquet, ledger/2024.parquet]", nil, "are the same file and would count twice"},
		{"costs", "ledger/3*.parquet", nil, "no file matches"},
		{"costs", "ledger", nil, "is not a file"},
		{"costs", "'ledger/[.parquet'", nil, "syntax error in pattern"},
		{"prices", "../shared/prices.parquet", []string{"../shared/prices.parquet"}, ""},
		{"prices", filepath.Join(parent, "shared/prices.parquet"), []string{"../shared/prices.parquet"}, ""},
	}
	for _, tt := range tests {
		text := ""
		if tt.files != "" {
			text = "extracts: {files: {" + tt.name + ": " + tt.files + "}}"
		}
		c, err := Read(dir, []byte(text), nil, nil, Allowed{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.ExtractFiles(tt.name)
		if tt.err != "" {
			if err == nil || !strings.Contains(err.Error(), tt.err) {
				t.Errorf("%s %s: error %v, want %q in it", tt.name, tt.files, err, tt.err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %s: %v", tt.name, tt.files, err)
		}
		var want []string
		for _, w := range tt.want {
			want = append(want, filepath.Join(dir, w))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", tt.name, tt.files, diff)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"horizon", "draws", "seed"}
	for in, want := range map[string]string{"horizn": "horizon", "hoirzon": "horizon", "Seed": "seed", "sede": "seed", "colour": "", "": ""} {
		if got := nearest(in, names); got != want {
			t.Errorf("nearest(%q) = %q, want %q", in, got, want)
		}
	}
}
