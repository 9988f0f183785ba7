package contract

import (
	"errors"
	"io/fs"
	"syscall"
)

// A Fault is a kind of bad file.
type Fault int

// The faults.
const (
	Missing    Fault = iota + 1 // no such file
	Unreadable                  // it is there and cannot be read, or is no file
	NotParquet
	Damaged // Parquet, cut short or inconsistent
)

// A FileError says that a file cannot be read as Parquet.
type FileError struct {
	Path  string // as the user gave it
	Fault Fault
	Text  string // what is wrong and what to do
	Err   error  // of the system, or nil
}

func (e *FileError) Error() string { return e.Path + ": " + e.Text }
func (e *FileError) Unwrap() error { return e.Err }

// systemError says in words why the system did not give us a file.
func systemError(path string, err error) *FileError {
	e := &FileError{Path: path, Fault: Unreadable, Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		e.Fault, e.Text = Missing, "no such file: check the name, extracts.files and extracts.folder"
	case errors.Is(err, fs.ErrPermission):
		e.Text = "not allowed to read it: give the account that runs opdrift read access"
	case errors.Is(err, syscall.ELOOP):
		e.Text = "a link that leads back to itself: name the file itself"
	default:
		cause := err
		if p := (*fs.PathError)(nil); errors.As(err, &p) {
			cause = p.Err
		}
		e.Text = "cannot be read: " + cause.Error()
	}
	return e
}

func damaged(path, text string) *FileError {
	return &FileError{Path: path, Fault: Damaged, Text: text + ": deliver or copy the file again"}
}
