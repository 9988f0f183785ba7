package pipeline

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"opdrift/pipeline/store"
)

// A dataReader reads a file of somebody's own, .csv or .parquet.
type dataReader struct {
	file        string
	memoryLimit string // of the engine, for Parquet
	// pick is given the names of the columns and returns the places of those to read.
	pick func(names []string) ([]int, error)
	// row is given each row's cells. Rows count from 1 below the header. The cells
	// are row's until it returns.
	row func(n int, cells []dataCell) error
}

// read hands over the rows in the order of the file.
//
// A CSV file has a header, UTF-8, and commas, semicolons or tabs (whichever the
// header has) between cells that may be quoted as in RFC 4180. It is read here and
// not by the engine, which guesses what a file means and quotes its values when it
// fails. A Parquet file is read by an engine that can open this one file and
// nothing else.
func (d dataReader) read(ctx context.Context) error {
	var read func(context.Context) error
	switch strings.ToLower(filepath.Ext(d.file)) {
	case ".csv":
		read = d.csv
	case ".parquet":
		read = d.parquet
	default:
		return requestErrorf("%s: want a file ending in .csv or .parquet", d.file)
	}
	info, err := os.Stat(d.file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &MissingError{d.file + ": there is no such file"}
	case err != nil:
		return &MissingError{err.Error()}
	case info.IsDir():
		return requestErrorf("%s is a folder: want a file ending in .csv or .parquet", d.file)
	}
	return read(ctx)
}

func (d dataReader) csv(ctx context.Context) error {
	f, err := os.Open(d.file)
	if err != nil {
		return &MissingError{err.Error()}
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<16)
	if mark, _ := in.Peek(3); string(mark) == "\uFEFF" {
		in.Discard(3)
	}
	r := csv.NewReader(in)
	r.ReuseRecord = true
	r.Comma = separator(in)
	header, err := r.Read()
	if errors.Is(err, io.EOF) {
		return dataErrorf(d.file, "the file is empty: want a header and rows below it")
	}
	if err != nil {
		return d.csvError(err, 0)
	}
	if r.FieldsPerRecord = len(header); !utf8.ValidString(strings.Join(header, "")) {
		return dataErrorf(d.file, "the header is not UTF-8: save the file as UTF-8")
	}
	places, err := d.pick(trimmed(header))
	if err != nil {
		return err
	}
	cells := make([]dataCell, len(places))
	for n := 1; ; n++ {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return ctx.Err()
		}
		if err != nil {
			return d.csvError(err, n)
		}
		if n%10000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for i, place := range places {
			cells[i] = textCell(record[place])
		}
		if err := d.row(n, cells); err != nil {
			return err
		}
	}
}

// separator is what stands between the names of the header.
func separator(in *bufio.Reader) rune {
	start, _ := in.Peek(1 << 15) // a shorter file gives what there is
	line, _, _ := strings.Cut(string(start), "\n")
	for _, s := range ";\t" {
		if strings.ContainsRune(line, s) && !strings.Contains(line, ",") {
			return s
		}
	}
	return ','
}

func trimmed(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = strings.Clone(strings.TrimSpace(n))
	}
	return out
}

// csvError says where a file is no table. The reader's own error quotes nothing.
func (d dataReader) csvError(err error, n int) error {
	var fault *csv.ParseError
	switch {
	case errors.Is(err, csv.ErrFieldCount):
		return dataErrorf(d.file, "row %d has more or fewer cells than the header: give each row the same number; a cell with a separator stands in quotation marks", n)
	case errors.As(err, &fault):
		return dataErrorf(d.file, "line %d: %v: a cell with quotation marks stands in quotation marks, its own doubled", fault.Line, fault.Err)
	}
	return err
}

func (d dataReader) parquet(ctx context.Context) (err error) {
	s, err := store.Open(ctx, store.Options{MemoryLimit: d.memoryLimit, Files: []string{d.file}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	all, err := s.Parquet(ctx, d.file)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return dataErrorf(d.file, "this is no Parquet file that can be read")
	}
	var names []string
	for _, c := range all.Columns {
		names = append(names, c.Name)
	}
	places, err := d.pick(names)
	if err != nil {
		return err
	}
	answer := all.Only(places)
	cells := make([]dataCell, len(places))
	n := 0
	return answer.Each(ctx, func(row []any) error {
		n++
		for i, v := range row {
			cells[i] = typedCell(v, answer.Columns[i].Scale)
		}
		return d.row(n, cells)
	})
}

// typedCell is a value of the engine as a cell.
func typedCell(v any, scale int) dataCell {
	switch v := v.(type) {
	case nil:
		return dataCell{}
	case string:
		return textCell(v)
	case int64:
		return dataCell{kind: numberCell, number: float64(v), text: strconv.FormatInt(v, 10)}
	case float64:
		return dataCell{kind: numberCell, number: v, text: strconv.FormatFloat(v, 'f', -1, 64)}
	case *big.Int:
		text := v.String() + "e-" + strconv.Itoa(scale)
		number, _ := strconv.ParseFloat(text, 64) // 38 digits at most: always in range
		return dataCell{kind: numberCell, number: number, text: text}
	case time.Time:
		return dataCell{kind: dateCell}
	}
	return dataCell{kind: otherCell}
}
