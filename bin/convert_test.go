package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestEnglandAgain converts the published tables again: the extracts of
// fixtures/england are what its script makes of them, byte for byte.
func TestEnglandAgain(t *testing.T) {
	data := os.Getenv("OPDRIFT_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "shared", "data")
	}
	source := filepath.Join(data, "england")
	if _, err := os.Stat(filepath.Join(source, "CSV_ASCFR_Totals.csv")); err != nil {
		t.Skipf("no published tables in %s: set OPDRIFT_DATA", source)
	}
	target := t.TempDir()
	var out, errs bytes.Buffer
	args := []string{"opdrift", "fixtures", "convert", filepath.Join(england(), "convert.sql"), "--source", source, "-o", target}
	if got := run(context.Background(), args, nil, &out, &errs, nil, time.Now); got != 0 {
		t.Fatalf("exit status %d: %s", got, &errs)
	}
	kept, err := filepath.Glob(filepath.Join(england(), "extracts", "*.parquet"))
	if err != nil || len(kept) == 0 {
		t.Fatalf("no extracts: %v", err)
	}
	for _, file := range kept {
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(target, filepath.Base(file)))
		if err != nil || !bytes.Equal(want, got) {
			t.Errorf("%s is not what the script makes: %v", file, err)
		}
	}
}
