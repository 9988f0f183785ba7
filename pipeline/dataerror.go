package pipeline

import (
	"fmt"
	"strconv"
	"strings"
)

// A DataError reports a file of somebody's own, asked about ad hoc, that cannot be
// computed with: exit status 3. It names the file, the rows and what kind of value
// stands there, never the value or whose it is.
type DataError struct {
	File   string
	Faults []string
}

func (e *DataError) Error() string {
	if len(e.Faults) == 1 {
		return e.File + ": " + e.Faults[0]
	}
	return fmt.Sprintf("%s has %d faults:\n  %s", e.File, len(e.Faults), strings.Join(e.Faults, "\n  "))
}

func dataErrorf(file, format string, args ...any) error {
	return &DataError{File: file, Faults: []string{fmt.Sprintf(format, args...)}}
}

// A RequestError reports that what was asked for does not exist: exit status 2.
type RequestError struct{ Err error }

func (e *RequestError) Error() string { return e.Err.Error() }

func (e *RequestError) Unwrap() error { return e.Err }

func requestErrorf(format string, args ...any) error {
	return &RequestError{fmt.Errorf(format, args...)}
}

// shownRows is how many row numbers a message names.
const shownRows = 10

// rowList counts rows and keeps the first of them. Rows count from 1 below the
// header.
type rowList struct {
	first []int
	n     int
}

func (l *rowList) add(row int) {
	if l.n++; l.n <= shownRows {
		l.first = append(l.first, row)
	}
}

// String names the rows: "row 3", "rows 3 and 4", "rows 3, 4 and 17 more".
func (l rowList) String() string {
	texts := make([]string, len(l.first))
	for i, row := range l.first {
		texts[i] = strconv.Itoa(row)
	}
	if more := l.n - len(l.first); more > 0 {
		texts = append(texts, strconv.Itoa(more)+" more")
	}
	if len(texts) == 1 {
		return "row " + texts[0]
	}
	return "rows " + strings.Join(texts[:len(texts)-1], ", ") + " and " + texts[len(texts)-1]
}

// rowFaults collects faults of rows, each kind once with its rows.
type rowFaults struct {
	kinds []string
	rows  map[string]*rowList
}

func (f *rowFaults) add(row int, format string, args ...any) {
	kind := fmt.Sprintf(format, args...)
	if f.rows == nil {
		f.rows = map[string]*rowList{}
	}
	if f.rows[kind] == nil {
		f.rows[kind] = &rowList{}
		f.kinds = append(f.kinds, kind)
	}
	f.rows[kind].add(row)
}

// err is nil without faults.
func (f *rowFaults) err(file string) error {
	if len(f.kinds) == 0 {
		return nil
	}
	e := &DataError{File: file}
	for _, kind := range f.kinds {
		e.Faults = append(e.Faults, f.rows[kind].String()+": "+kind)
	}
	return e
}
