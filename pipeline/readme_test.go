package pipeline_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestReadmeHeadline: what README quotes of Eksempelby's headline is what the headline says.
func TestReadmeHeadline(t *testing.T) {
	lines := func(path ...string) []string {
		text, err := os.ReadFile(filepath.Join(append([]string{".."}, path...)...))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(string(text), "\n")
	}
	headline := lines("fixtures", "golden", "eksempelby", "headline.txt")
	quoted := 0
	for block, text := range strings.Split(strings.Join(lines("README.md"), "\n"), "\n```") {
		if block%2 == 0 || !strings.Contains(text, "Service expenditure:") && !strings.Contains(text, "Serviceudgifter:") {
			continue
		}
		for _, l := range strings.Split(strings.TrimSpace(text), "\n") {
			quoted++
			if !slices.Contains(headline, l) {
				t.Errorf("README quotes a line that the headline does not have:\n%s", l)
			}
		}
	}
	if quoted < 10 {
		t.Errorf("README quotes %d lines of the headline, want both languages", quoted)
	}
}
