package contract

import (
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// A File is one file of an extract.
type File struct {
	Path   string // as the user gave it
	Footer Footer
}

// ReadFiles reads the footers of an extract's files. It reports every bad file
// at once, joined; errors.As finds the first [*FileError].
func ReadFiles(paths []string) ([]File, error) {
	var files []File
	var errs []error
	for _, p := range paths {
		f, err := ReadFooter(p)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		files = append(files, File{p, f})
	}
	return files, errors.Join(errs...)
}

// Rows is the number of rows of an extract, by its footers.
func Rows(files []File) int64 {
	var n int64
	for _, f := range files {
		n += f.Footer.Rows
	}
	return n
}

// ColumnsOf lists the columns of the contract that an extract's files have, in
// the contract's order: what [Source.Columns] wants. It reads the first file,
// since [CheckFiles] refuses files that differ.
func (c Contract) ColumnsOf(files []File) []string {
	var names []string
	for _, col := range c.Columns {
		if len(files) > 0 && files[0].has(col.Name) {
			names = append(names, col.Name)
		}
	}
	return names
}

func (f File) has(name string) bool {
	_, ok := f.column(name)
	return ok
}

func (f File) column(name string) (FileColumn, bool) {
	for _, c := range f.Footer.Columns {
		if c.Name == name {
			return c, true
		}
	}
	return FileColumn{}, false
}

// same says how two files are one and the same, or is empty. Contents are
// compared only where size and rows agree, so that large files are rarely read;
// files without rows may be alike.
func same(a, b File) (string, error) {
	if filepath.Clean(a.Path) == filepath.Clean(b.Path) {
		return "listed twice", nil
	}
	ia, err := os.Stat(a.Path)
	if err != nil {
		return "", systemError(a.Path, err)
	}
	ib, err := os.Stat(b.Path)
	if err != nil {
		return "", systemError(b.Path, err)
	}
	if os.SameFile(ia, ib) {
		return "by a link", nil
	}
	if ia.Size() != ib.Size() || a.Footer.Rows != b.Footer.Rows || a.Footer.Rows == 0 {
		return "", nil
	}
	ha, err := fingerprint(a.Path)
	if err != nil {
		return "", err
	}
	hb, err := fingerprint(b.Path)
	if err != nil || ha != hb {
		return "", err
	}
	return "the same bytes", nil
}

// fingerprint is the SHA-256 of a file.
func fingerprint(path string) (sum [sha256.Size]byte, err error) {
	f, err := os.Open(path)
	if err != nil {
		return sum, systemError(path, err)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, systemError(path, err)
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
}
