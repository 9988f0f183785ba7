package main

import (
	"io"
	"strings"

	"opdrift/pipeline/store"
)

// csvEncoder writes RFC 4180 with a header, line feeds and UTF-8. Null is empty
// and an empty text is "": encoding/csv cannot tell them apart.
type csvEncoder struct {
	w       io.Writer
	columns []store.AnswerColumn
}

func newCSV(w io.Writer, columns []store.AnswerColumn) (*csvEncoder, error) {
	e := &csvEncoder{w, columns}
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = csvQuote(c.Name)
	}
	return e, e.line(header)
}

func (e *csvEncoder) Row(row []any) error {
	line := make([]string, len(row))
	for i, v := range row {
		if v != nil {
			line[i] = csvQuote(cell(e.columns[i], v))
		}
	}
	return e.line(line)
}

func (e *csvEncoder) Close() error { return nil }

func (e *csvEncoder) line(fields []string) error {
	_, err := io.WriteString(e.w, strings.Join(fields, ",")+"\n")
	return err
}

func csvQuote(s string) string {
	if s == "" || strings.ContainsAny(s, ",\"\r\n") || strings.TrimSpace(s) != s {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
