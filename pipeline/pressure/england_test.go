package pressure

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"opdrift/pipeline/money"
)

// Learning disability 18-64, long-term residential care in England, 2014-15 to
// 2016-17: gross total cost rose from £1,844.29m to £1,879.96m over 1,380,225
// and 1,308,575 weeks. The three effects were worked out apart from this code,
// by enumerating the orders of three factors over 151 councils: volume −99.45,
// council mix +0.39, unit cost +134.74, sum +35.67.
//
// Source: NHS Digital, Personal Social Services: Expenditure and Unit Costs
// 2014-15 (unit costs) and Adult Social Care Activity and Finance 2016-17, Open
// Government Licence v3.
func TestEngland(t *testing.T) {
	dir := os.Getenv("OPDRIFT_DATA")
	if dir == "" {
		dir = "../../../shared/data" // ../shared/data from the repository root
	}
	dir = filepath.Join(dir, "england")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no public data of England: set OPDRIFT_DATA to a folder with england/ (%v)", err)
	}
	observations := councils(t, dir)
	change, err := Change(observations)
	if err != nil {
		t.Fatal(err)
	}
	set, cells, err := VolumeCells(observations)
	if err != nil {
		t.Fatal(err)
	}
	effects, err := Decompose(set, cells, change, 0, Shapley)
	if err != nil {
		t.Fatal(err)
	}
	if got := money.Millions(change, "en", 2, ""); got != "35.67 million" {
		t.Errorf("the change is %s", got)
	}
	for name, want := range map[string]string{
		Volume: "-99.45 million", MunicipalityMix: "0.39 million", UnitCost: "134.74 million", EntryExit: "0.00 million",
	} {
		if got := money.Millions(find(effects, name).Amount, "en", 2, ""); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// councils reads cost (£, from thousands) and weeks of both years by council.
func councils(t *testing.T, dir string) []Observation {
	costBefore, weeksBefore := unitCosts(t, filepath.Join(dir, "pss-exp-eng-14-15-fin-coun-lev-unit-cost.csv"))
	costAfter := keyed(t, filepath.Join(dir, "CSV_ASCFR_Totals.csv"), "TOTALEXPENDITURE")
	weeksAfter := keyed(t, filepath.Join(dir, "CSV_ASCFR_Activity.csv"), "ItemValue")
	var out []Observation
	for council, cost := range costBefore {
		out = append(out, Observation{
			Key:    Key{Municipality: council},
			Before: Year{FullYearPersons: weeksBefore[council], Gross: cost * 1000},
			After:  Year{FullYearPersons: weeksAfter[council], Gross: costAfter[council] * 1000},
		})
	}
	slices.SortFunc(out, func(a, b Observation) int { return strings.Compare(a.Municipality, b.Municipality) })
	return out
}

// unitCosts reads the rows Numerator and Denominator of the wide file, whose
// second line names the councils "NNN - Name".
func unitCosts(t *testing.T, file string) (cost, weeks map[string]float64) {
	rows := readCSV(t, file)
	row := func(item string) map[string]float64 {
		want := []string{"Long term", "Age 18 to 64", "Learning disability support", "Residential", item, "All"}
		i := slices.IndexFunc(rows, func(r []string) bool { return len(r) > 6 && slices.Equal(r[:6], want) })
		out := map[string]float64{}
		for c, value := range rows[i] {
			if code, _, ok := strings.Cut(rows[1][c], " - "); ok && c >= 6 {
				out[code] = number(t, value)
			}
		}
		return out
	}
	return row("Numerator"), row("Denominator")
}

// keyed adds up a column of a file with integer keys by council, over councils
// alone (not regions) and their own rows (DataType 1).
func keyed(t *testing.T, file, column string) map[string]float64 {
	rows := readCSV(t, file)
	at := func(r []string, name string) string { return r[slices.Index(rows[0], name)] }
	out := map[string]float64{}
	for _, r := range rows[1:] {
		area := at(r, "GEOGRAPHY_CODE")
		council := slices.ContainsFunc([]string{"E06", "E08", "E09", "E10"}, func(p string) bool { return strings.HasPrefix(area, p) })
		if council && at(r, "DataType_KEY") == "1" &&
			at(r, "AgeBand_KEY") == "1" && at(r, "PrimarySupportReason_KEY") == "4" &&
			at(r, "SupportSetting_KEY") == "7" && at(r, "CareType_KEY") == "2" {
			out[at(r, "CASSR_CODE")] += number(t, at(r, column))
		}
	}
	return out
}

func readCSV(t *testing.T, file string) [][]string {
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func number(t *testing.T, s string) float64 {
	if s == "" {
		return 0
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}
