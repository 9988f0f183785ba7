package forecasts

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPools: three bands of one service are a pool; two of another go to the
// narrowest group of three, which those of the first are in too; one whose groups are
// both small takes the widest; and what is not usable counts nowhere.
func TestPools(t *testing.T) {
	large, small := &Flow{}, &Flow{}
	p := Panel{Frequency: 1, Series: []Series{
		{Key: "0", Flow: large, Groups: []string{"adults", "all"}},
		{Key: "1", Flow: small, Groups: []string{"adults", "all"}},
		{Key: "2", Flow: large, Groups: []string{"adults", "all"}},
		{Key: "3", Flow: small, Groups: []string{"adults", "all"}},
		{Key: "4", Flow: large, Groups: []string{"adults", "all"}},
		{Key: "5", Flow: small, Groups: []string{"adults", "all"}},
		{Key: "6", Groups: []string{"children", "young"}},
	}}
	got := p.pools([]bool{true, true, true, true, true, false, true}, 3)
	want := []pool{
		{members: []int{0, 2, 4}, takers: []int{0, 2, 4}},
		{members: []int{0, 1, 2, 3, 4}, takers: []int{1, 3}},
		{members: []int{6}, takers: []int{6}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(pool{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
