package pressure

import (
	"math"

	"pgregory.net/rapid"

	"opdrift/pipeline/money"
)

// drawCells draws cells that exist in both years. With zeros a factor may be 0
// in either year, and negative.
func drawCells(t *rapid.T, n int, zeros bool) []Cell {
	factor := rapid.Float64Range(0.01, 50)
	if zeros {
		factor = rapid.OneOf(rapid.Float64Range(-5, 50), rapid.Just(0.0), rapid.Just(1.0))
	}
	vector := rapid.SliceOfN(factor, n, n)
	count := rapid.IntRange(0, 6).Draw(t, "cells")
	cells := make([]Cell, count)
	for i := range cells {
		cells[i] = Cell{
			Before: vector.Draw(t, "before"),
			After:  vector.Draw(t, "after"),
			Weight: rapid.Float64Range(0.1, 3).Draw(t, "weight"),
		}
	}
	return cells
}

// drawGame draws cells of which some exist in one year only.
func drawGame(t *rapid.T, n int, zeros bool) []Cell {
	cells := drawCells(t, n, zeros)
	for i := range cells {
		switch rapid.IntRange(0, 4).Draw(t, "exists") {
		case 0:
			cells[i].Before = nil
		case 1:
			cells[i].After = nil
		}
	}
	return cells
}

// scale is the spending of both years without signs.
func scale(cells []Cell) float64 {
	size := 0.0
	for _, c := range cells {
		for _, vector := range [][]float64{c.Before, c.After} {
			x := math.Abs(c.Weight)
			for _, f := range vector {
				x *= math.Max(1, math.Abs(f))
			}
			size += x
		}
	}
	return size
}

// changeOf is the change to the øre, by plain addition.
func changeOf(cells []Cell) money.Ore {
	change := 0.0
	for _, c := range cells {
		for year, vector := range [][]float64{c.Before, c.After} {
			if vector == nil {
				continue
			}
			x := c.Weight * float64(2*year-1)
			for _, f := range vector {
				x *= f
			}
			change += x
		}
	}
	return money.Ore(math.Round(change * 100))
}

func swapYears(cells []Cell) []Cell {
	out := make([]Cell, len(cells))
	for i, c := range cells {
		out[i] = Cell{Key: c.Key, Before: c.After, After: c.Before, Weight: c.Weight}
	}
	return out
}

// apartBy returns the largest difference between two lists of effects.
func apartBy(a, b []Effect) money.Ore {
	worst := money.Ore(0)
	for i := range a {
		worst = max(worst, a[i].Amount-b[i].Amount, b[i].Amount-a[i].Amount)
	}
	return worst
}
