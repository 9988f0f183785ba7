package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// An Entry is one line of audit.ndjson. Lines are only ever added, and each
// holds the hash of the one before it, so that a line that was changed, removed
// or put in shows. Lines cut off the end do not show in the chain itself; they
// show where a published run has no line.
type Entry struct {
	N              int    `json:"n"`    // 1 for the first line; set by Audit
	Prev           string `json:"prev"` // SHA-256 of the line before, without its newline; set by Audit
	At             string `json:"at"`   // RFC 3339
	Event          string `json:"event"`
	RunID          string `json:"run_id,omitempty"`
	ManifestSHA256 string `json:"manifest_sha256,omitempty"`
	ResultsSHA256  string `json:"results_sha256,omitempty"`
	Note           string `json:"note,omitempty"`
}

// firstPrev stands for the line before the first.
var firstPrev = strings.Repeat("0", 64)

// Audit adds a line to the audit chain and syncs it.
//
// A crash can leave a torn last line, without its newline. It is evidence, so it
// is moved to audit.torn-N beside the chain and noted in the next line.
func (w *Writer) Audit(e Entry) error {
	path := filepath.Join(w.root, auditName)
	whole, torn, err := readChain(path)
	if err != nil {
		return err
	}
	if len(torn) > 0 {
		kept, err := w.keepTorn(path, len(whole), torn)
		if err != nil {
			return fmt.Errorf("moving the torn last line of %s aside: %w", path, err)
		}
		e.Note = strings.TrimSpace(e.Note + " the line before was torn by a crash and is in " + kept)
	}
	e.N, e.Prev = bytes.Count(whole, []byte("\n"))+1, lastHash(whole)
	line, err := canonicalLine(e)
	if err != nil {
		return err
	}
	if err := appendSync(path, append(line, '\n')); err != nil {
		return explain(w.root, fmt.Errorf("audit line: %w", err))
	}
	return syncPath(w.root)
}

// readChain returns the audit file's whole lines, and what stands after the last
// newline.
func readChain(path string) (whole, torn []byte, err error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("audit chain: %w", err)
	}
	end := bytes.LastIndexByte(data, '\n') + 1
	return data[:end], data[end:], nil
}

// lastHash is the hash that the next line's prev must hold.
func lastHash(whole []byte) string {
	if len(whole) == 0 {
		return firstPrev
	}
	body := whole[:len(whole)-1]
	return hashBytes(body[bytes.LastIndexByte(body, '\n')+1:])
}

// keepTorn copies a torn line to a file of its own before cutting it off.
func (w *Writer) keepTorn(path string, whole int, torn []byte) (string, error) {
	free, err := freeName(filepath.Join(w.root, "audit.torn-"))
	if err != nil {
		return "", err
	}
	if err := writeFile(free, torn); err != nil {
		return "", err
	}
	w.found("the last audit line was torn by a crash; it is in %s", free)
	return filepath.Base(free), os.Truncate(path, int64(whole))
}

func appendSync(path string, line []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, privateFile)
	if err != nil {
		return err
	}
	_, err = f.Write(line)
	return errors.Join(err, f.Sync(), f.Close())
}

// ReadAudit returns the lines of the audit chain and what is wrong with it. A
// torn last line is not a fault of the chain but is reported.
func ReadAudit(root string) ([]Entry, []Problem) {
	whole, torn, err := readChain(filepath.Join(root, auditName))
	if err != nil {
		return nil, []Problem{{auditName, err.Error()}}
	}
	var entries []Entry
	var problems []Problem
	bad := func(n int, format string, args ...any) {
		problems = append(problems, Problem{auditName, fmt.Sprintf("line %d ", n) + fmt.Sprintf(format, args...)})
	}
	prev := firstPrev
	lines := bytes.Split(whole, []byte("\n"))
	for i, line := range lines[:len(lines)-1] {
		var e Entry
		if err := strict(line, &e); err != nil {
			bad(i+1, "is not an audit line: %v", err)
		} else {
			if e.Prev != prev {
				bad(i+1, "does not follow line %d: one of them was changed, removed or put in", i)
			}
			if e.N != i+1 {
				bad(i+1, "says it is line %d", e.N)
			}
			entries = append(entries, e)
		}
		prev = hashBytes(line)
	}
	if len(torn) > 0 {
		bad(len(lines), "is torn: a run was killed while writing it; the next run moves it aside")
	}
	return entries, problems
}
