package contract

import (
	"strings"
	"testing"
	"time"
)

func TestLimit(t *testing.T) {
	limit := Limit{Rows: .01, Kroner: .02}
	for _, tt := range []struct {
		lost, total Count
		want        string
	}{
		{Count{}, Count{}, ""},
		{Count{1, 0}, Count{100, 0}, ""}, // exactly the limit
		{Count{2, 0}, Count{100, 0}, "costs: 2 of 100 rows break rules of severity error (2 %): at most 1 % may"},
		{Count{1, 200}, Count{100, 10000}, ""},
		{Count{1, 201}, Count{100, 10000}, "hold 2.01 % of the kroner: at most 2 % may"},
		{Count{1, 5}, Count{100, 0}, ""}, // a share of nothing
	} {
		err := limit.Check("costs", tt.lost, tt.total)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v of %v: got %v, want %q", tt.lost, tt.total, err, tt.want)
		}
	}
	if (Limit{}).Check("services", Count{Rows: 1}, Count{Rows: 1000}) == nil {
		t.Error("with limit 0 one bad row is allowed")
	}
}

func TestFindingOfARule(t *testing.T) {
	r := Rule{ID: "cases.unit.values", Extract: "cases", Column: "unit", Severity: Error, Text: "unit is day, hour, month or once"}
	want := Finding{Extract: "cases", Column: "unit", Rule: "cases.unit.values", Severity: Error, Rows: 2, Ore: 500, TotalRows: 30,
		Message: "cases: 2 of 30 rows break the rule that unit is day, hour, month or once"}
	if got := r.Finding(Count{2, 500}, Count{30, 9000}); got != want {
		t.Errorf("%+v", got)
	}
}

func TestFreshness(t *testing.T) {
	f := Freshness{Column: "posting_date", MaxDays: 62}
	day := func(s string) time.Time {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for newest, want := range map[string]string{
		"2024-01-31": "", "2024-02-15": "", "2023-11-30": "",
		"2023-11-29": "costs is stale: the newest posting_date is 2023-11-29, 63 days before 2024-01-31: at most 62 are allowed",
	} {
		err := f.Check("costs", day(newest), day("2024-01-31"))
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", newest, err, want)
		}
	}
	if err := f.Check("costs", time.Time{}, day("2024-01-31")); err == nil || !strings.Contains(err.Error(), "posting_date holds no day up to 2024-01-31") {
		t.Error(err)
	}
}
