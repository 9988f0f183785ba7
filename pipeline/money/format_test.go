package money

import (
	"fmt"
	"math"
	"testing"
)

func ExampleFormat() {
	fmt.Println(Format(-123450, "da"), Format(-123450, "en"))
	// Output: -1.234,50 -1,234.50
}

func ExampleMillions() {
	fmt.Println(Millions(1_234_567_800, "da", 1, "kr."))
	fmt.Println(Millions(1_234_567_800, "en", 1, "DKK"))
	// Output:
	// 12,3 mio. kr.
	// 12.3 million DKK
}

func TestFormat(t *testing.T) {
	cases := []struct {
		o    Ore
		lang string
		want string
	}{
		{0, "da", "0,00"}, {5, "da", "0,05"}, {-5, "en", "-0.05"}, {99999, "da", "999,99"},
		{123456789012, "da-DK", "1.234.567.890,12"}, {123456789012, "en-GB", "1,234,567,890.12"},
		{100, "", "1.00"}, {100, "not a language", "1.00"},
		{math.MinInt64, "da", "-92.233.720.368.547.758,08"},
	}
	for _, c := range cases {
		if got := Format(c.o, c.lang); got != c.want {
			t.Errorf("Format(%d, %q) = %q, want %q", c.o, c.lang, got, c.want)
		}
	}
}

func TestMillions(t *testing.T) {
	// 1 million kroner is 100,000,000 øre, so half of a last decimal of 0.1
	// million is 5,000,000 øre.
	cases := []struct {
		o        Ore
		decimals int
		want     string
	}{
		{5_000_000, 1, "0,1 mio."}, {4_999_999, 1, "0,0 mio."},
		{-5_000_000, 1, "-0,1 mio."}, {-4_999_999, 1, "0,0 mio."},
		{123_456_789_012, 0, "1.235 mio."}, {123_456_789_012, 8, "1.234,56789012 mio."},
		{9_995_000_000, 1, "100,0 mio."}, {math.MinInt64, 0, "-92.233.720.369 mio."},
	}
	for _, c := range cases {
		if got := Millions(c.o, "da", c.decimals, ""); got != c.want {
			t.Errorf("Millions(%d, %d decimals) = %q, want %q", c.o, c.decimals, got, c.want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("9 decimals did not panic")
		}
	}()
	Millions(1, "da", 9, "")
}
