package main

import (
	"bytes"
	"encoding/json"
	"io"
	"math"

	"opdrift/pipeline/store"
)

// jsonEncoder writes an array of objects, one a line, with the columns in their
// order. Numbers have all their digits; NaN and infinities, which JSON has not,
// are null.
type jsonEncoder struct {
	w       io.Writer
	columns []store.AnswerColumn
	names   [][]byte
	rows    int
}

func newJSON(w io.Writer, columns []store.AnswerColumn) (*jsonEncoder, error) {
	e := &jsonEncoder{w: w, columns: columns}
	for _, c := range columns {
		name, err := jsonText(c.Name)
		if err != nil {
			return nil, err
		}
		e.names = append(e.names, name)
	}
	_, err := io.WriteString(w, "[")
	return e, err
}

func (e *jsonEncoder) Row(row []any) error {
	var line bytes.Buffer
	if e.rows > 0 {
		line.WriteByte(',')
	}
	e.rows++
	line.WriteString("\n{")
	for i, v := range row {
		if i > 0 {
			line.WriteByte(',')
		}
		line.Write(e.names[i])
		line.WriteByte(':')
		text, err := jsonValue(e.columns[i], v)
		if err != nil {
			return err
		}
		line.Write(text)
	}
	line.WriteByte('}')
	_, err := e.w.Write(line.Bytes())
	return err
}

func (e *jsonEncoder) Close() error {
	_, err := io.WriteString(e.w, "\n]\n")
	return err
}

func jsonValue(c store.AnswerColumn, v any) ([]byte, error) {
	if v == nil {
		return []byte("null"), nil
	}
	if f, ok := v.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
		return []byte("null"), nil
	}
	switch c.Kind {
	case store.Text, store.Date, store.Timestamp:
		return jsonText(cell(c, v))
	}
	return []byte(cell(c, v)), nil
}

func jsonText(s string) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	err := enc.Encode(s)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

// writeJSON writes one value as indented JSON.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
