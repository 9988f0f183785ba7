package refusion

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"opdrift/pipeline/money"
)

// drawRow makes a person's month; persons and households are few, so that units have
// several rows. Persons 0-3 are grown-ups, 4-7 children and young of two households.
func drawRow(t *rapid.T) PersonMonth {
	n := rapid.IntRange(0, 7).Draw(t, "person")
	births := []string{"1980-05-10", "1955-03-15", "1954-12-31", "1990-02-28", "2010-01-02", "2004-03-01", "1999-07-31", "2014-07-09"}
	households := []string{"", "", "h", "h", "h", "h", "k", "k"}
	return PersonMonth{
		Municipality: rapid.SampledFrom([]string{"998", "999"}).Draw(t, "municipality"),
		Person:       string(rune('a' + n)), Household: households[n], Birth: on(births[n]),
		Month:   in("2021-10") + rapid.Int64Range(0, 8).Draw(t, "month"),
		Service: rapid.SampledFrom([]string{"u", "v", "w"}).Draw(t, "service"), Scheme: rapid.SampledFrom([]string{"central", "central", "half"}).Draw(t, "scheme"),
		Cost:         money.Ore(rapid.Int64Range(-2_000_000, 25_000_000).Draw(t, "cost")),
		Income:       money.Ore(rapid.Int64Range(0, 3_000_000).Draw(t, "income")),
		OtherRefunds: money.Ore(rapid.Int64Range(0, 1_000_000).Draw(t, "other")),
		Lump:         rapid.IntRange(0, 9).Draw(t, "lump") == 0, Aftercare: rapid.Bool().Draw(t, "aftercare"),
	}
}

func drawRows(t *rapid.T) []PersonMonth {
	return rapid.SliceOfN(rapid.Custom(drawRow), 1, 30).Draw(t, "rows")
}

func compute(t *rapid.T, rules Rules, rows []PersonMonth) []Refund {
	got, err := Compute(rules, rows, Options{ThresholdGrowth: .02})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func total(refunds []Refund, scheme string) (sum money.Ore) {
	for _, r := range refunds {
		if r.Scheme == scheme {
			sum += r.Ore
		}
	}
	return sum
}

func TestOrderDoesNotMatter(t *testing.T) {
	rules := shippedRules(t)
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		want := compute(t, rules, rows)
		if got := compute(t, rules, rapid.Permutation(rows).Draw(t, "order")); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// TestPartsAddUp: what persons and services of a unit get back is the refund of the sum of
// what they cost. With grown-ups alone and no lump or flat share the unit is plain.
func TestPartsAddUp(t *testing.T) {
	rules := shippedRules(t)
	rapid.Check(t, func(t *rapid.T) {
		var rows []PersonMonth
		type key struct {
			municipality, person string
			month                int64
		}
		bases := map[key]money.Ore{}
		for _, r := range drawRows(t) {
			r.Birth, r.Household, r.Scheme, r.Lump, r.Aftercare = on("1980-05-10"), "", "central", false, false
			rows = append(rows, r)
			bases[key{r.Municipality, r.Person, r.Month}] += r.Cost - r.Income - r.OtherRefunds
		}
		parts := map[key]money.Ore{}
		for _, r := range compute(t, rules, rows) {
			if r.Ore <= 0 {
				t.Errorf("%v: want more than 0", r)
			}
			parts[key{r.Municipality, r.Person, r.Month}] += r.Ore
		}
		for k, base := range bases {
			// by rational arithmetic of its own: percentages of what is above each twelfth, in 1200ths
			amounts := [3]int64{86_000_000, 168_000_000, 212_000_000}
			if k.month < in("2022-01") {
				amounts = [3]int64{85_000_000, 166_000_000, 209_000_000}
			}
			var sum int64
			for _, a := range amounts {
				sum += max(0, 12*int64(base)-a) * 25
			}
			if want := money.Ore((2*sum + 1200) / 2400); parts[k] != want {
				t.Errorf("%v with a base of %v: parts sum to %v, want %v", k, base, parts[k], want)
			}
		}
	})
}

// TestMonotone: more cost never refunds less, and never more than three quarters of it
// (an øre of rounding aside).
func TestMonotone(t *testing.T) {
	rules := shippedRules(t)
	level, _ := rules.Level("central", in("2022-05"), Adult, Options{})
	rapid.Check(t, func(t *rapid.T) {
		base := money.Ore(rapid.Int64Range(-1e9, 1e9).Draw(t, "base"))
		more := money.Ore(rapid.Int64Range(0, 1e9).Draw(t, "more"))
		low, high := level.Refund(base), level.Refund(base+more)
		if high < low || 4*(high-low) > 3*more+4 {
			t.Errorf("%v refunds %v, %v refunds %v", base, low, base+more, high)
		}
		if base <= level.Steps[0].Above/12 && low != 0 {
			t.Errorf("%v is below the first amount and refunds %v", base, low)
		}
	})
}

// TestMoreCostMoreRefund: the same for whole computations: raising one row's cost never
// lowers the refund of all.
func TestMoreCostMoreRefund(t *testing.T) {
	rules := shippedRules(t)
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		before := compute(t, rules, rows)
		rows[rapid.IntRange(0, len(rows)-1).Draw(t, "row")].Cost += money.Ore(rapid.Int64Range(0, 1e8).Draw(t, "more"))
		after := compute(t, rules, rows)
		for _, s := range []string{"central", "half"} {
			if total(after, s) < total(before, s) {
				t.Errorf("%s: from %v to %v", s, total(before, s), total(after, s))
			}
		}
	})
}

// TestSplitting: one person's cost on two services of the scheme refunds what it does on
// one.
func TestSplitting(t *testing.T) {
	rules := shippedRules(t)
	rapid.Check(t, func(t *rapid.T) {
		rows := drawRows(t)
		for i := range rows {
			rows[i].Lump, rows[i].Scheme = false, "central"
		}
		want := total(compute(t, rules, rows), "central")
		i := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
		part := rows[i]
		part.Service, part.Income, part.OtherRefunds = "x", 0, 0
		part.Cost = money.Ore(rapid.Int64Range(-1e7, 1e7).Draw(t, "part"))
		rows[i].Cost -= part.Cost
		if got := total(compute(t, rules, append(rows, part)), "central"); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// TestFloor: units that nowhere pass the floor get nothing.
func TestFloor(t *testing.T) {
	rules := shippedRules(t)
	first, last := in("2014-01"), in("2029-12")
	opts := Options{ThresholdGrowth: .02}
	floor := rules.Floor("central", first, last, opts)
	// the young of 2014: 710,000 × 1.02² = 738,684 → 740,000, a twelfth is 61,666.66
	if floor != kr("61666.66") {
		t.Errorf("floor is %v, want 61666.66", floor)
	}
	for m := first; m <= last; m++ {
		for _, g := range []Group{Adult, Young} {
			if l, ok := rules.Level("central", m, g, opts); !ok || l.Reaches(floor) {
				t.Errorf("month %d, group %d: the floor %v refunds, or there is no level", m, g, floor)
			}
		}
	}
}

// TestShareOfTotals: a flat share of a sum, beside Compute's of its rows.
func TestShareOfTotals(t *testing.T) {
	rules := shippedRules(t)
	for _, c := range []struct {
		scheme string
		month  string
		net    string
		want   string
		known  bool
	}{
		{"half", "2022-03", "101.01", "50.51", true}, // 50.505, half away from zero
		{"half", "2022-03", "-101.01", "0", true},
		{"half", "2011-12", "101.01", "0", true},
		{"central", "2022-03", "101.01", "0", false},
	} {
		if got, known := rules.Share(c.scheme, in(c.month), kr(c.net)); got != kr(c.want) || known != c.known {
			t.Errorf("%s of %s in %s: %v, %v, want %s, %v", c.scheme, c.net, c.month, got, known, c.want, c.known)
		}
	}
}

func TestBadRows(t *testing.T) {
	rules := shippedRules(t)
	good := adultRow("2022-03", "80000.00")
	for name, change := range map[string]func(*row){
		"no person": who(""), "no service": service(""), "no town": town(""), "unknown scheme": scheme("whole"),
		"no birth date": func(r *row) { r.Birth = time.Time{} }, "another birth date": born("1981-01-01"),
		"no month": func(r *row) { r.Month = -1 }, "too dear": func(r *row) { r.Cost = 1e15 },
	} {
		bad := good
		change(&bad)
		if got, err := Compute(rules, []row{good, bad}, Options{}); err == nil {
			t.Errorf("%s: got %v, want an error", name, got)
		}
	}
	for _, growth := range []float64{-.2, .3, nan()} {
		if _, err := Compute(rules, []row{good}, Options{ThresholdGrowth: growth}); err == nil {
			t.Errorf("growth %v: want an error", growth)
		}
	}
}

func nan() float64 {
	zero := 0.0
	return zero / zero
}
