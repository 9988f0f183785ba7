package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/store"
)

// formats are those of a result, with the ending of a file of each.
var formats = []string{"table", "csv", "json", "parquet", "arrow"}

// outputFlag stands on every command that prints a result.
func outputFlag() cli.Flag {
	return &cli.StringFlag{Name: "output", Aliases: []string{"o"}, Value: "table",
		Usage: "print as `FORMAT` table, csv, json, parquet or arrow, or write the file of that name, whose ending is one of these"}
}

// A sink is where one result goes: stdout, or a file that appears whole or not
// at all.
type sink struct {
	format  string
	file    string // empty for stdout
	scratch string // private folder for a file being written; empty when none is needed
	stdout  io.Writer
	columns int // of the terminal; 0 for none
}

// sink opens the destination that --output names. The caller closes it.
func (p *program) sink(c *cli.Context) (*sink, error) {
	s, err := parseOutput(c.String("output"))
	if err != nil {
		return nil, err
	}
	s.stdout, s.columns = p.stdout, width(p.stdout)
	binary := s.format == "parquet" || s.format == "arrow"
	switch {
	case s.file != "":
		s.scratch, err = os.MkdirTemp(filepath.Dir(s.file), ".opdrift-")
	case binary && isTerminal(p.stdout):
		return nil, usagef("--output %s is not for a terminal: name a file, as in -o result.%s", s.format, s.format)
	case s.format == "parquet":
		s.scratch, err = os.MkdirTemp("", "opdrift-")
	}
	if errors.Is(err, os.ErrNotExist) {
		return nil, usagef("--output %s: there is no folder %s: make it first", s.file, filepath.Dir(s.file))
	}
	return s, err
}

// parseOutput reads a value of --output: a format, or a file by its ending.
func parseOutput(value string) (*sink, error) {
	ending := strings.TrimPrefix(filepath.Ext(value), ".")
	for _, f := range formats {
		if value == f {
			return &sink{format: f}, nil
		}
		if ending == f && f != "table" {
			return &sink{format: f, file: value}, nil
		}
	}
	return nil, usagef("--output is %q: want table, csv, json, parquet, arrow, or a file ending in .csv, .json, .parquet or .arrow", value)
}

// Close removes what is left of a file that was not finished.
func (s *sink) Close() error {
	if s.scratch == "" {
		return nil
	}
	return os.RemoveAll(s.scratch)
}

// put writes the rows of an answer in the sink's format.
func (s *sink) put(ctx context.Context, a *store.Answer) error {
	if s.format == "parquet" {
		return s.putParquet(ctx, a)
	}
	return s.write(func(w io.Writer) error {
		e, err := s.encoder(w, a.Columns)
		if err != nil {
			return err
		}
		return errors.Join(a.Each(ctx, e.Row), e.Close())
	})
}

// putParquet lets the engine write the file, because it writes exact decimals.
func (s *sink) putParquet(ctx context.Context, a *store.Answer) error {
	name := filepath.Join(s.scratch, "result")
	if err := a.Parquet(ctx, name); err != nil {
		return err
	}
	if s.file != "" {
		return s.finish(name)
	}
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(s.stdout, f)
	return errors.Join(err, f.Close())
}

// write hands f the destination, and puts a file in place once it is whole.
func (s *sink) write(f func(io.Writer) error) error {
	if s.file == "" {
		out := bufio.NewWriterSize(s.stdout, 1<<16)
		if err := f(out); err != nil {
			return err
		}
		return out.Flush()
	}
	name := filepath.Join(s.scratch, "result")
	file, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(file, 1<<16)
	if err := errors.Join(f(out), out.Flush(), file.Close()); err != nil {
		return err
	}
	return s.finish(name)
}

// finish makes a written file durable and gives it its name.
func (s *sink) finish(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(name, s.file)
}

// show prints rows made in Go as a table in the wanted format.
func show[T any](ctx context.Context, s *sink, rows []T) error {
	engine, err := s.engine(ctx)
	if err != nil {
		return err
	}
	answer, err := store.AnswerOf(ctx, engine, rows)
	if err == nil {
		err = s.put(ctx, answer)
	}
	return errors.Join(err, engine.Close())
}

// engine starts an engine that can write what put needs, and read nothing.
func (s *sink) engine(ctx context.Context) (*store.Store, error) {
	opts := store.Options{Threads: 1}
	if s.scratch != "" {
		opts.Write = []string{s.scratch}
	}
	return store.Open(ctx, opts)
}
