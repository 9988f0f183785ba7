package pipeline

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzSeriesFile: whatever a file holds, it is series that begin and end with a
// number, in one piece, or one of the two errors of a file. No cell of a row stands in
// a message.
func FuzzSeriesFile(f *testing.F) {
	for _, text := range []string{
		"", "series,period,value\n", "series,period,value\na,2014,1\n", "series;period;value;group\nsecret;2014-Q1;1,5;x\nsecret;2014-Q1;;y\n",
		"\uFEFFvalue\tperiod\tseries\n1\t2014-01\ta\n\t2014-03\ta\n2\t2014-05\ta\n", "series,period,value\n\"a\nb\",2014,\"1\"\"\"\n",
		"series,period,value\nsecret,2014,secret\nsecret,secret,1\n", "a,b\r\n1,2\r\n", "series,period,value\r\na,2014,nan\r\n\x00,2015,1e999\r\n",
	} {
		f.Add(text)
	}
	file := filepath.Join(f.TempDir(), "fuzz.csv")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := readSeries(context.Background(), file, "")
		var data *DataError
		if err != nil {
			if !errors.As(err, &data) {
				t.Fatalf("%T: %v", err, err)
			}
			if strings.Contains(err.Error(), "secret") && !strings.Contains(strings.SplitN(text, "\n", 2)[0], "secret") {
				t.Fatalf("a cell stands in the message: %v", err)
			}
			return
		}
		if len(got.series) == 0 {
			t.Fatal("neither series nor an error")
		}
		for _, s := range got.series {
			if s.name == "" || math.IsNaN(s.values[0]) || math.IsNaN(s.values[len(s.values)-1]) {
				t.Fatalf("series %q: %v", s.name, s.values)
			}
			for _, v := range s.values {
				if math.Abs(v) > 1e150 || math.IsNaN(v) && !s.gaps {
					t.Fatalf("series %q: %v, gaps %v", s.name, v, s.gaps)
				}
			}
		}
		p := got.panel()
		for i, s := range p.Series {
			if s.First+len(s.Values)-1 != p.Last() || s.Key != got.series[i].name {
				t.Fatalf("series %q does not end with the panel", s.Key)
			}
		}
	})
}

// TestTypedCells: every type of a Parquet file is a number, a text or a fault.
func TestTypedCells(t *testing.T) {
	for _, tt := range []struct {
		value any
		want  float64
		fault string
	}{
		{int64(7), 7, ""}, {0.1, 0.1, ""}, {"1e3", 1000, ""}, {nil, math.NaN(), "is empty"}, {"", math.NaN(), "is empty"},
		{true, math.NaN(), "is no number"}, {math.Inf(-1), math.Inf(-1), "is infinite"}, {math.NaN(), math.NaN(), "is NaN"}, {1e200, 1e200, tooLarge},
	} {
		got, fault := typedCell(tt.value, 0).value()
		if fault != tt.fault || got != tt.want && !(math.IsNaN(got) && math.IsNaN(tt.want)) {
			t.Errorf("%v: %v, %q, want %v, %q", tt.value, got, fault, tt.want, tt.fault)
		}
	}
}
