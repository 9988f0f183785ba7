package store

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// TestNamesAreNoPatterns: each of these names is, as a pattern, one for the name
// after it; the engine must read the file of that name and no other.
func TestNamesAreNoPatterns(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	names := []string{"a[1].parquet", "a1.parquet", "b*.parquet", "bb.parquet", "c?.parquet", "cc.parquet", "x[1]/f.parquet", "x1/f.parquet", "**/f.parquet", "y/f.parquet", "e[!a].parquet", "eb.parquet", `q\q[1].parquet`, `d\.parquet`}
	writer, err := Open(ctx, Options{Write: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	for i, name := range names {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		type row struct {
			I int64 `col:"i"`
		}
		table := "t" + string(rune('a'+i))
		if err := Append(ctx, writer, table, []row{{int64(i)}}); err != nil {
			t.Fatal(err)
		}
		if _, err := writer.copyTo(ctx, Quote(table), filepath.Join(dir, name), map[string]string{"k": "v"}); err != nil {
			t.Fatal(err)
		}
		if err := writer.Same(ctx, table, filepath.Join(dir, name)); err != nil {
			t.Errorf("%s in a folder to write to: %v", name, err)
		}
	}
	t.Chdir(dir)
	for i, name := range names {
		file := filepath.Join(dir, name)
		s, err := Open(ctx, Options{Files: []string{file}})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := s.Register(ctx, "raw", []string{file}); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		type read struct {
			File string `col:"opdrift_file"`
			I    int64  `col:"i"`
		}
		rows, err := Select[read](ctx, s, "select opdrift_file, i from raw")
		if err != nil || len(rows) != 1 || rows[0] != (read{file, int64(i)}) {
			t.Errorf("%s: %v, %v", name, rows, err)
		}
		if err := s.Register(ctx, "relative", []string{name}); err != nil {
			t.Errorf("%s from where it stands: %v", name, err)
		}
	}
}
