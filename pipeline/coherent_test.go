package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAgree has two parts with variances 4 and 1. The whole wants 5 more in the first
// draw, 4 of them from the first part, and 5 less in the second; what would cross 0
// stops there.
func TestAgree(t *testing.T) {
	parts := [][]float32{
		{10, 14, 10, 14}, // mean 12, variance 4
		{21, 19, 19, 21}, // mean 20, variance 1
	}
	agree(parts, []float32{36, 28, 29, -75})
	want := [][]float32{{14, 10, 10, 0}, {22, 18, 19, 0}}
	if diff := cmp.Diff(want, parts); diff != "" {
		t.Error(diff)
	}
	certain := [][]float32{{3, 3}, {4, 4}}
	agree(certain, []float32{9, 9})
	if diff := cmp.Diff([][]float32{{3, 3}, {4, 4}}, certain); diff != "" {
		t.Errorf("parts without uncertainty were moved:\n%s", diff)
	}
}
