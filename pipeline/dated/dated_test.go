package dated

import (
	"errors"
	"strings"
	"testing"
)

// TestRead: one document with known keys is read, and anything else is an error.
func TestRead(t *testing.T) {
	for data, want := range map[string]string{
		"years: 2\n":              "",
		"years: 2\n---\nyears: 3": "a second document follows the first: keep one",
		"year: 2\n":               "field year not found",
		"years: two\n":            "cannot unmarshal",
		"":                        "EOF",
	} {
		var file struct {
			Years int `yaml:"years"`
		}
		err := Read([]byte(data), &file)
		switch {
		case want == "" && (err != nil || file.Years != 2):
			t.Errorf("%q: %d years and %v, want 2", data, file.Years, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: error %v, want %q", data, err, want)
		}
	}
}

// TestRow: only what is not as wanted is a fault, and it names its row.
func TestRow(t *testing.T) {
	r := Row{At: "carry 1"}
	r.Want(true, "never told")
	r.Want(false, "years is %d: want 1 to 10", 0)
	if got := errors.Join(r.Faults...); got == nil || got.Error() != "carry 1: years is 0: want 1 to 10" {
		t.Errorf("faults %v", got)
	}
}
