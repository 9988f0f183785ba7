package money

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func ExampleApportion() {
	// 100 × 1/3 = 33 rest 1, 100 × 1/3 = 33 rest 1, 100 × 1/3 = 33 rest 1:
	// one øre is left, and the tie goes to the first.
	fmt.Println(Apportion(100, []int64{1, 1, 1}))
	// 7 × 3/8 = 2 rest 5/8, 7 × 5/8 = 4 rest 3/8.
	fmt.Println(Apportion(-7, []int64{3, 0, 5}))
	fmt.Println(Apportion(100, []int64{0, 0}) == nil)
	// Output:
	// [0.34 0.33 0.33]
	// [-0.03 0.00 -0.04]
	// true
}

func ExampleApportionFloat() {
	parts, err := ApportionFloat(100, []float64{2.0 / 3, 2.0 / 3, -1.0 / 3})
	// In øre 66.67 + 66.67 − 33.33: rounded 67 + 67 − 33 = 101, one too many.
	// All three want it least by the same third; the first two are the ones
	// above their share, and the lower index ends farther from 0.
	fmt.Println(parts, err)
	_, err = ApportionFloat(500, []float64{1, 2, 0})
	fmt.Println(err)
	// Output:
	// [0.67 0.66 -0.33] <nil>
	// parts sum to 3.00 and the total is 5.00: 2 parts other than 0 cannot close a gap of 2.00
}

func ExampleCumulative() {
	// 1,000.00 kroner delivered from 16 January to 14 March of a leap year:
	// 16 + 29 + 14 = 59 days. R(100000·16/59) = R(27118.64) = 27119;
	// R(100000·45/59) = R(76271.19) = 76271, less 27119 is 49152; the rest 23729.
	fmt.Println(Cumulative(100_000, []int64{16, 29, 14}, 59))
	// Output: [271.19 491.52 237.29]
}

func sum(parts []Ore) *big.Int {
	s := new(big.Int)
	for _, p := range parts {
		s.Add(s, big.NewInt(int64(p)))
	}
	return s
}

func TestApportionProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := Ore(rapid.Int64().Draw(t, "total"))
		weights := rapid.SliceOf(rapid.Int64Min(0)).Draw(t, "weights")
		parts := Apportion(total, weights)
		all := new(big.Int)
		for _, w := range weights {
			all.Add(all, big.NewInt(w))
		}
		if all.Sign() == 0 {
			if parts != nil {
				t.Fatalf("no weight, but parts %v", parts)
			}
			return
		}
		if sum(parts).Cmp(big.NewInt(int64(total))) != 0 {
			t.Fatalf("parts %v sum to %v, want %d", parts, sum(parts), total)
		}
		for i, w := range weights {
			// |part·Σw − total·w| < Σw: within one øre of the exact share.
			gap := new(big.Int).Mul(big.NewInt(int64(parts[i])), all)
			gap.Sub(gap, new(big.Int).Mul(big.NewInt(int64(total)), big.NewInt(w)))
			if gap.CmpAbs(all) >= 0 || w == 0 && parts[i] != 0 {
				t.Fatalf("part %d is %v of total %v, weight %d", i, parts[i], total, w)
			}
		}
		if total == math.MinInt64 {
			return
		}
		for i, p := range Apportion(-total, weights) {
			if p != -parts[i] {
				t.Fatalf("part %d of the negative is %v, want %v", i, p, -parts[i])
			}
		}
	})
}

func TestApportionRefuses(t *testing.T) {
	for _, w := range [][]int64{nil, {}, {0}, {0, 0}, {1, -1}, {3, -1}} {
		if got := Apportion(0, w); got != nil {
			t.Errorf("Apportion(0, %v) = %v, want nil", w, got)
		}
	}
}

func TestApportionFloatProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(
			rapid.Float64Range(-1e6, 1e6), rapid.Just(0.0), rapid.Just(0.375), rapid.Just(-0.375),
		)).Draw(t, "parts")
		exact, moved := 0.0, Ore(0)
		for _, p := range parts {
			exact += p
		}
		total, _ := FromFloat(exact)
		got, err := ApportionFloat(total, parts)
		if err != nil {
			t.Fatal(err)
		}
		mirror := make([]float64, len(parts))
		for i, p := range parts {
			mirror[i] = -p
			moved += got[i]
			if math.Abs(got[i].Kroner()-p) > 0.01501 || p == 0 && got[i] != 0 {
				t.Fatalf("part %d = %v became %v", i, p, got[i])
			}
		}
		if moved != total {
			t.Fatalf("sum %v, want %v", moved, total)
		}
		back, err := ApportionFloat(-total, mirror)
		if err != nil {
			t.Fatal(err)
		}
		for i := range back {
			if back[i] != -got[i] {
				t.Fatalf("part %d of the negative is %v, want %v", i, back[i], -got[i])
			}
		}
	})
}

func TestApportionFloatAgreesWithLargestRemainder(t *testing.T) {
	// For positive parts both are Hamilton's method. Weights that sum to a
	// power of two keep the float shares exact, ties included.
	rapid.Check(t, func(t *rapid.T) {
		const n = 1 << 10
		weights := rapid.SliceOfN(rapid.Int64Range(0, n/8), 1, 8).Draw(t, "weights")
		used := int64(0)
		for _, w := range weights {
			used += w
		}
		weights = append(weights, n-used)
		total := Ore(rapid.Int64Range(0, 1<<30).Draw(t, "total")) * 25
		parts := make([]float64, len(weights))
		for i, w := range weights {
			parts[i] = float64(total/25) * float64(w) / n / 4
		}
		got, err := ApportionFloat(total, parts)
		if want := Apportion(total, weights); err != nil || !slices.Equal(got, want) {
			t.Fatalf("got %v, %v; want %v", got, err, want)
		}
	})
}

func TestApportionFloatRefuses(t *testing.T) {
	for _, parts := range [][]float64{{math.NaN()}, {math.Inf(1), math.Inf(-1)}, {1e14, -1e14}, {0}, {}} {
		if got, err := ApportionFloat(1, parts); err == nil {
			t.Errorf("ApportionFloat(1, %v) = %v, want an error", parts, got)
		}
	}
	if got, err := ApportionFloat(0, nil); err != nil || len(got) != 0 {
		t.Errorf("nothing of nothing: %v, %v", got, err)
	}
}

func TestCumulativeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amount := Ore(rapid.Int64().Draw(t, "amount"))
		num := rapid.SliceOfN(rapid.Int64Range(0, math.MaxInt64/20), 1, 20).Draw(t, "num")
		den := int64(0)
		for _, n := range num {
			den += n
		}
		if den == 0 {
			num, den = append(num, 1), 1
		}
		parts := Cumulative(amount, num, den)
		if sum(parts).Cmp(big.NewInt(int64(amount))) != 0 {
			t.Fatalf("parts %v sum to %v, want %v", parts, sum(parts), amount)
		}
		// Any prefix is the exact share rounded: |2·prefix·den − 2·amount·c| ≤ den.
		prefix, c := new(big.Int), new(big.Int)
		for k := range parts {
			prefix.Add(prefix, big.NewInt(int64(parts[k])))
			c.Add(c, big.NewInt(num[k]))
			gap := new(big.Int).Mul(prefix, big.NewInt(den))
			gap.Sub(gap, new(big.Int).Mul(big.NewInt(int64(amount)), c))
			if gap.Lsh(gap, 1).CmpAbs(big.NewInt(den)) > 0 {
				t.Fatalf("after part %d the sum is %v of %v at %v/%d", k, prefix, amount, c, den)
			}
		}
	})
}

func TestCumulativePartOfTheWhole(t *testing.T) {
	// Half of 1 øre rounds away from 0, so the first half holds it all.
	if got := Cumulative(-1, []int64{1, 1}, 2); !slices.Equal(got, []Ore{-1, 0}) {
		t.Errorf("got %v", got)
	}
	// 101 × 0.3 = 30.3 and 101 × 0.5 = 50.5: 30, then 51 − 30.
	if got := Cumulative(101, []int64{3, 2}, 10); !slices.Equal(got, []Ore{30, 21}) {
		t.Errorf("got %v", got)
	}
}

func TestCumulativePanics(t *testing.T) {
	for _, c := range []struct {
		num []int64
		den int64
	}{{[]int64{1}, 0}, {[]int64{1}, -1}, {[]int64{-1, 2}, 1}, {[]int64{1, 1}, 1}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Cumulative(1, %v, %d) did not panic", c.num, c.den)
				}
			}()
			Cumulative(1, c.num, c.den)
		}()
	}
}
