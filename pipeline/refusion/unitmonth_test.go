package refusion

import (
	"testing"

	"pgregory.net/rapid"

	"opdrift/pipeline/money"
)

// TestUnitsPayAsCompute: the rule on each unit's month gives what Compute gives.
func TestUnitsPayAsCompute(t *testing.T) {
	rules := shippedRules(t)
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		months, err := Units(rules, rows, Options{ThresholdGrowth: .02})
		if err != nil {
			t.Fatal(err)
		}
		var sum money.Ore
		for _, m := range months {
			var parts money.Ore
			for _, p := range m.Parts {
				parts += p.Net
			}
			if parts != m.Base {
				t.Fatalf("parts add up to %v, the base is %v", parts, m.Base)
			}
			if level, ok := rules.Level(m.Scheme, m.Month, m.Group, Options{ThresholdGrowth: .02}); ok && m.Covered {
				sum += level.Refund(m.Base)
			}
		}
		if want := total(compute(t, rules, rows), "central"); sum != want {
			t.Errorf("units give %v, Compute %v", sum, want)
		}
	})
}

// TestPinned: of two children of one household the version of 2012 sums each alone, that of
// 2021 both; what is known in 2019 does not have it.
func TestPinned(t *testing.T) {
	rules := shippedRules(t)
	var rows []PersonMonth
	for _, person := range []string{"a", "b"} {
		rows = append(rows, PersonMonth{Municipality: "999", Person: person, Household: "h", Birth: on("2010-01-02"),
			Month: in("2019-05"), Service: "s", Scheme: "central", Cost: 4_000_000})
	}
	for _, c := range []struct {
		name  string
		rules Rules
		units int
	}{
		{"own time", rules, 2}, {"by 2024", rules.Pinned(in("2024-01")), 1},
		{"by 2024 as known in 2019", rules.Known(in("2019-12")).Pinned(in("2024-01")), 2},
	} {
		got, err := Units(c.rules, rows, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != c.units || got[0].Base != money.Ore(8_000_000/c.units) || got[0].Parts[0].Age != 9 {
			t.Errorf("%s: %+v, want %d units", c.name, got, c.units)
		}
	}
	a, b := rules.Pinned(in("2022-02")).Version(), rules.Pinned(in("2029-01")).Version()
	if c := rules.Pinned(in("2020-02")).Version(); a != b || a == c {
		t.Errorf("versions %q, %q and %q: want the first two alike, the third another", a, b, c)
	}
}

// TestCountsIn: a flat share's rest counts in the scheme that it names, and in none before
// that has a version.
func TestCountsIn(t *testing.T) {
	rules := shippedRules(t)
	for _, c := range []struct{ scheme, month, want string }{
		{"central", "2022-01", "central"}, {"half", "2022-01", "central"}, {"central", "2011-12", ""}, {"half", "2011-12", ""}, {"", "2022-01", ""}, {"other", "2022-01", ""},
	} {
		if got := rules.CountsIn(c.scheme, in(c.month)); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.scheme, c.month, got, c.want)
		}
	}
}
