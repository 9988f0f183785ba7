package money

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func ExampleParse() {
	o, err := Parse("-1234.50")
	fmt.Println(int64(o), o, err)
	_, err = Parse("1.005")
	fmt.Println(err)
	// Output:
	// -123450 -1234.50 <nil>
	// amount "1.005" has 3 decimals: at most 2 are allowed, round it first
}

func TestParse(t *testing.T) {
	for in, want := range map[string]Ore{
		"0": 0, "-0.00": 0, "+7": 700, "0.5": 50, "0.05": 5, "007.10": 710,
		"92233720368547758.07": math.MaxInt64, "-92233720368547758.08": math.MinInt64,
	} {
		if got, err := Parse(in); got != want || err != nil {
			t.Errorf("Parse(%q) = %v, %v; want %v", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "-", ".", "5.", ".5", "--1", "+-1", "1,50", "1.234,50", "1e3", " 1", "1 ", "1.2.3", "1.000", "NaN", "١",
		"92233720368547758.08", "-92233720368547758.09", "100000000000000000000",
	} {
		if got, err := Parse(in); err == nil {
			t.Errorf("Parse(%q) = %v, want an error", in, got)
		}
	}
}

func TestStringIsWhatParseReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Ore(rapid.Int64().Draw(t, "øre"))
		if got, err := Parse(o.String()); got != o || err != nil {
			t.Fatalf("Parse(%q) = %d, %v; want %d", o.String(), got, err, o)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"-1234.50", "0", "+1", "1.", "92233720368547758.08", "-92233720368547758.08", "1,5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		o, err := Parse(s)
		if err != nil {
			return
		}
		// What was read is the same number: equal digits apart from leading
		// zeros, a plus sign and the decimals that String fills in.
		canon := func(s string) string {
			s, neg := strings.CutPrefix(strings.TrimPrefix(s, "+"), "-")
			whole, dec, _ := strings.Cut(s, ".")
			s = strings.TrimLeft(whole+(dec + "00")[:2], "0")
			if neg && s != "" {
				s = "-" + s
			}
			return s
		}
		if canon(s) != canon(o.String()) {
			t.Fatalf("Parse(%q) = %v", s, o)
		}
	})
}

func TestFromFloat(t *testing.T) {
	// Binary fractions are exact, so halves are true halves.
	for in, want := range map[float64]Ore{0: 0, 0.125: 13, -0.125: -13, 0.375: 38, 1234.5: 123450, 0.1: 10, -(1 << 50): -(1 << 50) * 100} {
		if got, err := FromFloat(in); got != want || err != nil {
			t.Errorf("FromFloat(%v) = %d, %v; want %d", in, got, err, want)
		}
	}
	for _, in := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), 9.3e16, -9.3e16, 1e300} {
		if got, err := FromFloat(in); err == nil {
			t.Errorf("FromFloat(%v) = %v, want an error", in, got)
		}
	}
}

func TestFromFloatInvertsKroner(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := Ore(rapid.Int64Range(-(1<<51), 1<<51).Draw(t, "øre"))
		if got, err := FromFloat(o.Kroner()); got != o || err != nil {
			t.Fatalf("FromFloat(%v) = %d, %v; want %d", o.Kroner(), got, err, o)
		}
	})
}
