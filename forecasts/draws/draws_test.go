package draws

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestStream(t *testing.T) {
	first := Stream(1, "series", "a").Uint64()
	if again := Stream(1, "series", "a").Uint64(); again != first {
		t.Errorf("the same names gave %d and %d", first, again)
	}
	seen := map[uint64]string{first: "1 series a"}
	for _, other := range []struct {
		seed  uint64
		parts []string
	}{{2, []string{"series", "a"}}, {1, []string{"series", "b"}}, {1, []string{"seriesa"}}, {1, []string{"serie", "sa"}}, {1, nil}} {
		v := Stream(other.seed, other.parts...).Uint64()
		if name, ok := seen[v]; ok {
			t.Errorf("%v gave the number of %s", other, name)
		}
		seen[v] = fmt.Sprint(other)
	}
}

// even is a block of so many origins that its factor is its past.
func even(name string, share float64, common ...float64) Block {
	b := Block{Name: name, Share: []float64{share, share, share, share}}
	for k := range 600 {
		b.Common = append(b.Common, common[k%len(common)])
	}
	return b
}

// TestRanks: each rank once, and the same in two calls, also for a block that is not
// known.
func TestRanks(t *testing.T) {
	j := NewJoint(7, 300, 4, []Block{even("a", .5, 1)})
	for _, block := range []string{"a", "unknown"} {
		ranks, again := j.Ranks(block, "s", 4), j.Ranks(block, "s", 4)
		for h, row := range ranks {
			for i, r := range slices.Sorted(slices.Values(row)) {
				if r != i {
					t.Fatalf("horizon %d: rank %d is not used once", h+1, i)
				}
			}
			if !slices.Equal(row, again[h]) {
				t.Errorf("horizon %d: two calls differ", h+1)
			}
		}
	}
}

// TestRankCorrelation: ranks of two series with normal scores that correlate by w do
// so by 6/π asin(w/2) (Pearson 1907). The standard error is about 0.02.
func TestRankCorrelation(t *testing.T) {
	const n = 4000
	j := NewJoint(3, n, 4, []Block{even("none", 0, 1, -1), even("half", .5, 1, -1), even("all", 1, 1, -1), even("like all", 1, 2, -2), even("unlike", 1, 1, 1)})
	for _, c := range []struct {
		a, b string
		want float64
	}{
		{"none", "none", 0}, {"half", "half", .5}, {"all", "all", 1},
		// factors with the same past share 600/606 of their variance
		{"all", "like all", 600. / 606}, {"all", "unlike", 0},
		{"unknown", "unknown", 0},
	} {
		got := correlation(j.Ranks(c.a, "one", 4)[3], j.Ranks(c.b, "two", 4)[3])
		if want := 6 / math.Pi * math.Asin(c.want/2); math.Abs(got-want) > .05 {
			t.Errorf("%s and %s: %.3f, want %.3f", c.a, c.b, got, want)
		}
	}
	// a walk of h shocks and one of h + k share h of them: √(1/4) from 1 to 4
	path := j.Ranks("half", "one", 4)
	if got, want := correlation(path[0], path[3]), 6/math.Pi*math.Asin(.25); math.Abs(got-want) > .05 {
		t.Errorf("horizons 1 and 4: %.3f, want %.3f", got, want)
	}
}

func correlation(a, b []int) float64 {
	var ab, aa float64
	m := float64(len(a)-1) / 2
	for d := range a {
		ab += (float64(a[d]) - m) * (float64(b[d]) - m)
		aa += (float64(a[d]) - m) * (float64(a[d]) - m)
	}
	return ab / aa
}

// TestShares: three series that always agree, at one size, share all; signs that
// cancel, nothing; without scores of two series the assumption stands; horizons lie on
// a line without a part below 0.
func TestShares(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		name   string
		scores [][][]float64
		want   []float64
	}{
		{"alike", [][][]float64{{{1, 1, 1}, {-1, -1, -1}}}, []float64{1}},
		{"opposite", [][][]float64{{{1, -1}, {-1, 1}}}, []float64{0}},
		{"one series", [][][]float64{{{1}, {2}}, {{1}, {nan}}}, []float64{unknownShare, unknownShare}},
		{"none", [][][]float64{{}}, []float64{unknownShare}},
		// w is 1, 0: a falling line would have b below 0. The constant ½ leaves ½ of the
		// squares, the line through 0, 1/5 h, leaves 4/5.
		{"falling", [][][]float64{{{1, 1}}, {{1, 0}}}, []float64{.5, .5}},
		// w is 0, 1: −1 + h would have a below 0. 2/5 h leaves 1/5, the constant ½.
		{"steep", [][][]float64{{{1, 0}}, {{1, 1}}}, []float64{.4, .8}},
		// w is ½, ¾: ¼ + ¼ h goes through both
		{"rising", [][][]float64{{{1, .5}}, {{1, .75}}}, []float64{.5, .75}},
	} {
		if got := Shares(c.scores); !slices.EqualFunc(got, c.want, func(a, b float64) bool { return math.Abs(a-b) < 1e-12 }) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestPlantedShare: a correlation of .5 is found with many origins, and that there is
// none with six.
func TestPlantedShare(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	plant := func(origins int, w float64) float64 {
		rows := make([][]float64, origins)
		for o := range rows {
			common := rng.NormFloat64()
			for range 100 {
				rows[o] = append(rows[o], math.Sqrt(w)*common+math.Sqrt(1-w)*rng.NormFloat64())
			}
		}
		return Shares([][][]float64{rows})[0]
	}
	// √(2/400) · .5 is .035
	if got := plant(400, .5); math.Abs(got-.5) > .1 {
		t.Errorf("planted .5: %v", got)
	}
	// √(2/6)/100 is .006
	if got := plant(6, 0); got > .02 {
		t.Errorf("six origins of unrelated series: %v, want about 0", got)
	}
}
