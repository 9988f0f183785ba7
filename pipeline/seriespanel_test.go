package pipeline

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestGroupsOfAFile: series are of one kind only where the file says so.
func TestGroupsOfAFile(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       [][]string
	}{
		{"no column", "series,period,value\na,2014,1\nb,2014,2\n", [][]string{nil, nil}},
		{"an empty column", "series,period,value,group\na,2014,1,\nb,2014,2,\n", [][]string{nil, nil}},
		{"all of one", "series,period,value,group\na,2014,1,all\nb,2014,2,all\n", [][]string{{"all"}, {"all"}}},
		{"two, and one without", "series,period,value,group\na,2014,1,x\nb,2014,2,y\nc,2014,2,\n", [][]string{{"x", "all"}, {"y", "all"}, {"all"}}},
	} {
		file := filepath.Join(t.TempDir(), "series.csv")
		if err := os.WriteFile(file, []byte(tt.text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := readSeries(context.Background(), file, "")
		if err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		for i, s := range f.panel().Series {
			if !slices.Equal(s.Groups, tt.want[i]) {
				t.Errorf("%s: series %s has groups %v, want %v", tt.name, s.Key, s.Groups, tt.want[i])
			}
		}
	}
}
