// Package dated reads the rules that ship with the program as data: files of versions,
// each with its first day and its source. What a rule means stands in the package that
// uses it; how such a file is read and how its faults are told stand here.
package dated

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// Read reads a file strictly: an unknown key, a wrong type, or a second document after
// the first is an error.
func Read(data []byte, into any) error {
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if err := decoder.Decode(&struct{}{}); !errors.Is(err, io.EOF) {
		return errors.New("a second document follows the first: keep one")
	}
	return nil
}

// A Row collects the faults of one row, so that all are told at once.
type Row struct {
	At     string // which row, as messages name it
	Faults []error
}

// Want notes a fault unless ok.
func (r *Row) Want(ok bool, format string, args ...any) {
	if !ok {
		r.Faults = append(r.Faults, fmt.Errorf("%s: %s", r.At, fmt.Sprintf(format, args...)))
	}
}
