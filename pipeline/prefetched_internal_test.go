package pipeline

import (
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

// TestPrefetched: values come in order and once; the next is read while one is in use; an error
// ends it; who stops early leaves nobody reading.
func TestPrefetched(t *testing.T) {
	var reading atomic.Int64
	fault := errors.New("unreadable")
	read := func(k int) (int, error) {
		reading.Add(1)
		defer reading.Add(-1)
		if k == 5 {
			return 0, fault
		}
		return k * k, nil
	}
	var got []int
	var failed error
	for v, err := range prefetched([]int{1, 2, 3, 5, 7}, read) {
		if failed = err; err == nil {
			got = append(got, v)
		}
	}
	if !slices.Equal(got, []int{1, 4, 9}) || !errors.Is(failed, fault) {
		t.Errorf("read %v, %v: want [1 4 9] and the fault", got, failed)
	}
	for range prefetched(make([]int, 100), func(int) (int, error) {
		reading.Add(1)
		time.Sleep(time.Millisecond)
		reading.Add(-1)
		return 0, nil
	}) {
		break
	}
	if n := reading.Load(); n != 0 {
		t.Errorf("%d reads go on after the end", n)
	}
	begun := make(chan int, 3)
	for v := range prefetched([]int{1, 2, 3}, func(k int) (int, error) { begun <- k; return k, nil }) {
		if v == 1 { // 2 is begun before 1 is done with: else this waits for ever
			if a, b := <-begun, <-begun; a != 1 || b != 2 {
				t.Errorf("began %d and %d: want 1 and 2", a, b)
			}
		}
	}
}
