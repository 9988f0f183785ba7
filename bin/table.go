package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"opdrift/pipeline/store"
)

// mostRows is what a table for reading shows; a longer one is for a file.
const mostRows = 10_000

// tableEncoder lays rows out for reading: numbers to the right, text to the left,
// and on a terminal no line longer than it.
type tableEncoder struct {
	w       io.Writer
	columns []store.AnswerColumn
	most    int // characters of a line; 0 for any
	lines   [][]string
	widths  []int
	rows    int
}

func newTable(w io.Writer, columns []store.AnswerColumn, most int) *tableEncoder {
	e := &tableEncoder{w: w, columns: columns, most: most, widths: make([]int, len(columns))}
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = c.Name
	}
	e.add(header)
	return e
}

func (e *tableEncoder) Row(row []any) error {
	e.rows++
	if e.rows > mostRows {
		return nil
	}
	line := make([]string, len(row))
	for i, v := range row {
		line[i] = cell(e.columns[i], v)
	}
	e.add(line)
	return nil
}

func (e *tableEncoder) add(line []string) {
	for i := range line {
		line[i] = printable(line[i])
		e.widths[i] = max(e.widths[i], utf8.RuneCountInString(line[i]))
	}
	e.lines = append(e.lines, line)
}

func (e *tableEncoder) Close() error {
	for i, line := range e.lines {
		if err := e.print(line, " "); err != nil {
			return err
		}
		if i == 0 {
			if err := e.print(make([]string, len(line)), "─"); err != nil {
				return err
			}
		}
	}
	if e.rows > mostRows {
		_, err := fmt.Fprintf(e.w, "… the first %d of %d rows: write all with -o FILE.csv\n", mostRows, e.rows)
		return err
	}
	return nil
}

// print writes one line, filled up with pad.
func (e *tableEncoder) print(line []string, pad string) error {
	var out strings.Builder
	for i, s := range line {
		if i > 0 {
			out.WriteString("  ")
		}
		fill := strings.Repeat(pad, e.widths[i]-utf8.RuneCountInString(s))
		switch e.columns[i].Kind {
		case store.Integer, store.Decimal, store.Double:
			out.WriteString(fill + s)
		default:
			out.WriteString(s + fill)
		}
	}
	text := strings.TrimRight(out.String(), " ")
	if runes := []rune(text); e.most > 0 && len(runes) > e.most {
		text = string(runes[:e.most-1]) + "…"
	}
	_, err := io.WriteString(e.w, text+"\n")
	return err
}

// printable shows characters that would steer a terminal or break a line.
func printable(s string) string {
	if !strings.ContainsFunc(s, unprintable) {
		return s
	}
	var out strings.Builder
	for _, r := range s {
		if unprintable(r) {
			quoted := strconv.QuoteRuneToASCII(r)
			out.WriteString(quoted[1 : len(quoted)-1])
		} else {
			out.WriteRune(r)
		}
	}
	return out.String()
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) && !unicode.In(r, unicode.Zs) }
