package publish

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// chain makes an output folder with three lines of audit.
func chain(t *testing.T) (root string, lines [][]byte) {
	t.Helper()
	root = published(t)
	w := acquire(t, root)
	commit(t, w, idB, "")
	commit(t, w, idA, "")
	closed(t, w)
	data, err := os.ReadFile(filepath.Join(root, auditName))
	if err != nil {
		t.Fatal(err)
	}
	return root, bytes.SplitAfter(data, []byte("\n"))[:3]
}

func TestChain(t *testing.T) {
	root, lines := chain(t)
	entries, problems := ReadAudit(root)
	if len(entries) != 3 || len(problems) != 0 {
		t.Fatalf("%d lines, problems %v: want 3 and none", len(entries), problems)
	}
	// The rule of the chain, done by hand.
	prev := strings.Repeat("0", 64)
	for i, e := range entries {
		if e.Prev != prev || e.N != i+1 {
			t.Errorf("line %d: n %d, prev %s, want %s", i+1, e.N, e.Prev, prev)
		}
		prev = hashBytes(bytes.TrimSuffix(lines[i], []byte("\n")))
	}
	if e := entries[2]; e.Event != "unchanged" || e.RunID != idA || e.At != at || e.ManifestSHA256 != entries[0].ManifestSHA256 || e.ResultsSHA256 != entries[0].ResultsSHA256 {
		t.Errorf("third line %+v, want the first run again, unchanged", e)
	}
}

// TestTampering changes the chain in each way that a chain can show.
func TestTampering(t *testing.T) {
	tests := []struct {
		name, want string
		change     func(l [][]byte) []byte
	}{
		{"changed", "line 2 does not follow line 1", func(l [][]byte) []byte {
			return bytes.Join([][]byte{bytes.Replace(l[0], []byte("2026"), []byte("2025"), 1), l[1], l[2]}, nil)
		}},
		{"removed", "line 2 does not follow line 1", func(l [][]byte) []byte { return append(bytes.Clone(l[0]), l[2]...) }},
		{"first removed", "line 1 does not follow line 0", func(l [][]byte) []byte { return append(bytes.Clone(l[1]), l[2]...) }},
		{"swapped", "line 1 does not follow line 0", func(l [][]byte) []byte { return bytes.Join([][]byte{l[1], l[0], l[2]}, nil) }},
		{"put in", "line 2 is not an audit line", func(l [][]byte) []byte { return bytes.Join([][]byte{l[0], []byte("hello\n"), l[1], l[2]}, nil) }},
		{"repeated", "line 2 does not follow line 1", func(l [][]byte) []byte { return bytes.Join([][]byte{l[0], l[0], l[1], l[2]}, nil) }},
		{"cut off", "has no line for run " + idB, func(l [][]byte) []byte { return l[0] }},
		{"torn", "line 3 is torn", func(l [][]byte) []byte { return bytes.Join([][]byte{l[0], l[1], l[2][:40]}, nil) }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root, lines := chain(t)
			write(t, filepath.Join(root, auditName), string(tt.change(lines)))
			problems, err := VerifyRun(root, idB)
			if err != nil || !strings.Contains(strings.Join(texts(problems), "\n"), tt.want) {
				t.Errorf("problems %v, error %v: want %q", problems, err, tt.want)
			}
		})
	}
}

func texts(problems []Problem) []string {
	var out []string
	for _, p := range problems {
		out = append(out, p.String())
	}
	return out
}

// TestTornLine wants the torn text kept, byte for byte, and the chain whole.
func TestTornLine(t *testing.T) {
	for name, torn := range map[string]string{"half a line": `{"at":"2026-01-1`, "zeros": "\x00\x00\x00", "no newline": "whole"} {
		t.Run(name, func(t *testing.T) {
			root, lines := chain(t)
			if torn == "whole" {
				torn = string(bytes.TrimSuffix(lines[2], []byte("\n")))
				lines = lines[:2]
			}
			write(t, filepath.Join(root, auditName), string(bytes.Join(lines, nil))+torn)
			w := acquire(t, root)
			commit(t, w, idB, "")
			if len(w.Recovered) != 1 || !strings.Contains(w.Recovered[0], "torn") {
				t.Errorf("recovered %v", w.Recovered)
			}
			closed(t, w)
			kept, err := os.ReadFile(filepath.Join(root, "audit.torn-1"))
			if err != nil || string(kept) != torn {
				t.Errorf("kept %q, %v: want %q", kept, err, torn)
			}
			entries, problems := ReadAudit(root)
			if len(problems) != 0 || len(entries) != len(lines)+1 || !strings.Contains(entries[len(lines)].Note, "audit.torn-1") {
				t.Errorf("%d lines, problems %v, note %q", len(entries), problems, entries[len(entries)-1].Note)
			}
			intact(t, root, idB)
		})
	}
}
