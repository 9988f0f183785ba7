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

// TestRanks: each rank once, the same twice, and draws of a good origin lie above
// those of a bad one at every horizon, also where the late origin has no error.
func TestRanks(t *testing.T) {
	nan := math.NaN()
	errors := [][]float64{{-2, -2, -2}, {0.1, 0.2, nan}, {2, nan, nan}}
	j := NewJoint(7, 3, 300, 0.3)
	ranks := j.Ranks("a", errors, 4)
	if len(ranks) != 4 {
		t.Fatalf("%d horizons, want 4", len(ranks))
	}
	for h, row := range ranks {
		sorted := slices.Sorted(slices.Values(row))
		for i, r := range sorted {
			if r != i {
				t.Fatalf("horizon %d: rank %d is not used once", h+1, i)
			}
		}
		var mean [3]float64
		for d, r := range row {
			mean[j.origin[d]] += float64(r) / 100
		}
		if !(mean[0] < mean[1] && mean[1] < mean[2]) {
			t.Errorf("horizon %d: mean ranks by origin %v, want them to rise with the error", h+1, mean)
		}
	}
	again := j.Ranks("a", errors, 4)
	for h := range ranks {
		if !slices.Equal(ranks[h], again[h]) {
			t.Errorf("horizon %d: two calls differ", h+1)
		}
	}
	if none := NewJoint(7, 0, 10, 0.1).Ranks("a", nil, 1); len(none[0]) != 10 {
		t.Errorf("without origins: %v, want 10 ranks", none)
	}
}

// TestOriginsEven: 100 draws over 3 origins take each 33 or 34 times.
func TestOriginsEven(t *testing.T) {
	counts := make(map[int]int)
	for _, o := range NewJoint(1, 3, 100, 0.1).origin {
		counts[o]++
	}
	for o := range 3 {
		if n := counts[o]; n != 33 && n != 34 {
			t.Errorf("origin %d is drawn %d times, want 33 or 34", o, n)
		}
	}
}

// TestShare: identical series share all; signs that cancel, nothing, so the floor;
// two origins cannot tell; and a planted correlation of 0.5 is found with many
// origins.
func TestShare(t *testing.T) {
	row := []float64{1, -2, 3, -1}
	if got := Share([][]float64{row, row, row}); math.Abs(got-1) > 1e-12 {
		t.Errorf("identical series: %v, want 1", got)
	}
	if got := Share([][]float64{{1, 1, 1}, {-1, -1, -1}}); got != leastShare {
		t.Errorf("opposite series: %v, want %v", got, leastShare)
	}
	if got := Share([][]float64{{1, 2}, {1, 2}}); got != leastShare {
		t.Errorf("two origins: %v, want %v", got, leastShare)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	planted := make([][]float64, 50)
	common := make([]float64, 400)
	for o := range common {
		common[o] = rng.NormFloat64()
	}
	for i := range planted {
		for _, c := range common {
			planted[i] = append(planted[i], math.Sqrt(.5)*c+math.Sqrt(.5)*rng.NormFloat64())
		}
	}
	// The standard error of a variance over 400 origins is about 7 %.
	if got := Share(planted); math.Abs(got-0.5) > 0.1 {
		t.Errorf("planted 0.5: %v", got)
	}
}
