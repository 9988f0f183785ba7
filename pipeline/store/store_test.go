package store

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func open(t *testing.T, opts Options) *Store {
	t.Helper()
	s, err := Open(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

type row struct {
	Name  string    `col:"name"`
	Label string    `col:"label,null"`
	Count int64     `col:"count"`
	Value float64   `col:"value"`
	Maybe *int64    `col:"maybe"`
	Day   time.Time `col:"day"`
	Yes   bool      `col:"yes"`
}

func TestRowsComeBack(t *testing.T) {
	ctx, s := context.Background(), open(t, Options{})
	seven := int64(7)
	want := []row{
		{"a", "", 1, math.NaN(), nil, time.Time{}, true},
		{"b", "B", -2, 0.5, &seven, time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), false},
	}
	if err := Append(ctx, s, "t", want); err != nil {
		t.Fatal(err)
	}
	got, err := Select[row](ctx, s, "select * from t order by name")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if _, err := Select[row](ctx, s, "select name from t"); err == nil {
		t.Error("a missing column was not noticed")
	}
}

// TestShims checks the functions that stand between the queries and an engine.
// Expected values by hand, from the calendar.
func TestShims(t *testing.T) {
	ctx, s := context.Background(), open(t, Options{})
	for expression, want := range map[string]string{
		"month_of(date '2024-01-31')":                     "24288", // 2024 * 12
		"month_first(24289)":                              "2024-02-01",
		"month_days(24289)":                               "29",
		"fiscal_year(24288, 1)":                           "2024",
		"fiscal_year(month_of(date '2015-03-31'), 4)":     "2015",
		"fiscal_year(month_of(date '2015-04-01'), 4)":     "2016",
		"year_days(2024, 1)":                              "366",
		"year_days(2016, 4)":                              "366", // April 2015 to March 2016
		"birthday(date '2000-02-29', 18)":                 "2018-03-01",
		"birthday(date '2000-02-29', 20)":                 "2020-02-29",
		"birthday(date '2000-02-29', 100)":                "2100-03-01", // 2100 is no leap year
		"years_old(date '2000-02-29', date '2018-02-28')": "17",
		"years_old(date '2000-02-29', date '2018-03-01')": "18",
		"years_old(date '2006-05-10', date '2024-05-09')": "17",
		"years_old(date '2006-05-10', date '2024-05-10')": "18",
		"div_round(5, 2)":                                 "3",
		"div_round(-5, 2)":                                "-3",
		"div_round(4, 3)":                                 "1",
		"div_round(-4, 3)":                                "-1",
		"div_round(0, 7)":                                 "0",
		// 8000000000000000001 / 2 = 4000000000000000000.5: more than 8 bytes hold when doubled
		"div_round(8000000000000000001, 2)":  "4000000000000000001",
		"div_round(-8000000000000000001, 2)": "-4000000000000000001",
		// 2000000000000000000 is the last that is reckoned in 8 bytes: 2 * it + 3 = 4000000000000000003, // 6
		"div_round(2000000000000000000, 3)": "666666666666666667",
		"div_round(2000000000000000001, 3)": "666666666666666667",
		// 3 øre x 0.5 = 1.5, 1 øre x 0.333333 = 0.333333
		"share_round(3, 500000)":  "2",
		"share_round(-3, 500000)": "-2",
		"share_round(1, 333333)":  "0",
		"share_round(7, 1000000)": "7",
		// 2000000000001 øre x 0.25 = 500000000000.25 and the last in 8 bytes; 10^14 + 2 øre x 0.25 = 25000000000000.5
		"share_round(2000000000000, 250000)":                   "500000000000",
		"share_round(2000000000001, 250000)":                   "500000000000",
		"share_round(100000000000002, 250000)":                 "25000000000001",
		"share_round(-100000000000002, 250000)":                "-25000000000001",
		"div_round(cast(92233720368547758070 as hugeint), 10)": "9223372036854775807",
		"add_days(date '2024-02-28', 1)":                       "2024-02-29",
		"days_from(date '2023-12-31', date '2024-12-31')":      "366",
		"kroner(-105)": "-1.05",
	} {
		var got string
		if err := s.conn.QueryRowContext(ctx, "select cast("+expression+" as varchar)").Scan(&got); err != nil {
			t.Errorf("%s: %v", expression, err)
		} else if got != want {
			t.Errorf("%s = %s, want %s", expression, got, want)
		}
	}
}

// TestLocked checks that no statement can leave the folders it was given.
func TestLocked(t *testing.T) {
	ctx, dir, other := context.Background(), t.TempDir(), t.TempDir()
	secret := filepath.Join(other, "secret.csv")
	if err := os.WriteFile(secret, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, Options{Write: []string{dir}})
	for _, statement := range []string{
		"select * from read_csv('" + secret + "')",
		"copy (select 1) to '" + filepath.Join(other, "x.parquet") + "' (format parquet)",
		"copy (select 1) to '" + dir + "/../x.parquet' (format parquet)",
		"set enable_external_access = true",
		"set threads = 1",
		"install httpfs",
		"load httpfs",
		"attach '" + secret + "' as other",
		"select * from read_text('/etc/hostname')",
	} {
		if err := s.Exec(ctx, statement); err == nil {
			t.Errorf("%s was allowed", statement)
		}
	}
	if err := s.Exec(ctx, "copy (select 1) to '"+filepath.Join(dir, "x.parquet")+"' (format parquet)"); err != nil {
		t.Error(err)
	}
}

func TestParametersBothWays(t *testing.T) {
	ctx, s := context.Background(), open(t, Options{})
	err := s.Extract(ctx, Args{}, "grants")
	if err == nil || !strings.Contains(err.Error(), "$as_of") {
		t.Errorf("error %v, want one that names $as_of", err)
	}
}
