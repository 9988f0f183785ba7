package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"opdrift/pipeline/contract"
	"opdrift/pipeline/store"
)

// A Pseudonymised says what [Pseudonymise] did, and nothing about anybody.
type Pseudonymised struct {
	Rows    int64
	Persons []int64 // distinct, by column
}

// Pseudonymise copies a CSV or Parquet file to a Parquet file, with the numbers of
// persons in some columns replaced by keyed pseudonyms. The copy appears whole or
// not at all.
func Pseudonymise(ctx context.Context, opts store.Options, from, to string, columns []store.Replacement, key []byte) (done Pseudonymised, err error) {
	p, err := contract.NewPseudonymiser(key)
	if err != nil {
		return done, err
	}
	if err := apart(from, to); err != nil {
		return done, err
	}
	folder, err := os.MkdirTemp(filepath.Dir(to), ".opdrift-")
	if err != nil {
		return done, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	next := filepath.Join(folder, "next.parquet")
	if err := os.WriteFile(next, nil, 0o600); err != nil { // the engine keeps the mode
		return done, err
	}
	if done.Rows, done.Persons, err = store.Pseudonymise(ctx, opts, from, next, columns, p.Of); err != nil {
		return done, fmt.Errorf("%s: %w", from, err)
	}
	return done, settle(next, to)
}

// apart refuses to write over the file that is read.
func apart(from, to string) error {
	if !strings.HasSuffix(to, ".parquet") {
		return fmt.Errorf("the output is %s: want a file ending in .parquet", to)
	}
	in, err := os.Stat(from)
	if err != nil {
		return err
	}
	if !in.Mode().IsRegular() {
		return fmt.Errorf("%s is not a file: want a .csv or .parquet file", from)
	}
	out, err := os.Stat(to)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && os.SameFile(in, out) {
		return fmt.Errorf("%s is both read and written: want another name; the numbers would be lost, or half of them stay", to)
	}
	return err
}

// settle gives a file its name, once the disk holds it.
func settle(from, to string) error {
	if err := syncFile(from); err != nil {
		return err
	}
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFile(filepath.Dir(to))
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
