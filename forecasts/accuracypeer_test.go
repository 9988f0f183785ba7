package forecasts

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// runR has R forecast all series (testdata/peer/comb3.R), or reads what it made before of
// the same part of the same set: R takes ten minutes for a thousand monthly series.
func (spec accuracySpec) runR(t *testing.T, train Panel) [][]string {
	t.Helper()
	name := strings.ReplaceAll(spec.name, " ", "_") + "_" + *accuracyPart
	if *accuracyPart == "train" {
		name += "_" + strconv.FormatFloat(*accuracyBack, 'g', -1, 64)
	}
	made := filepath.Join(*accuracyR, name+".csv.gz")
	if _, err := os.Stat(made); err != nil {
		given := filepath.Join(t.TempDir(), "series.csv")
		if err := os.WriteFile(given, seriesText(train), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(*accuracyR, 0o700); err != nil {
			t.Fatal(err)
		}
		unfinished := made + ".part"
		out, err := exec.Command("Rscript", filepath.Join("testdata", "peer", "comb3.R"), given,
			strconv.Itoa(train.Frequency), strconv.Itoa(spec.horizon), unfinished).CombinedOutput()
		if err != nil {
			t.Fatalf("R on %s: %v\n%s", spec.name, err, out)
		}
		if err := os.Rename(unfinished, made); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(made)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	return rowsOf(t, made, f)
}

// seriesText writes a panel's values as rows of key and value.
func seriesText(p Panel) []byte {
	var text strings.Builder
	w := csv.NewWriter(&text)
	for _, s := range p.Series {
		for _, v := range s.Values {
			if err := w.Write([]string{s.Key, fmt.Sprint(v)}); err != nil {
				panic(err) // a strings.Builder takes everything
			}
		}
	}
	w.Flush()
	return []byte(text.String())
}
