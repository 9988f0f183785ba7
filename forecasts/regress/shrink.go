package regress

import "fmt"

// Shrink returns, for sparse cells, the ratio of what is believed to what was
// expected, between observed/expected and 1:
//
//	r = (Y + 1/τ) / (M + 1/τ),  τ = max(0, Σ((Y−M)² − Y) / ΣM²)
//
// Y is the count of a cell, M what it would have at the common rate, and τ the
// variance of the cells' true ratios (Y ~ Poisson(M·ratio), ratio of mean 1), by
// moments. With τ = 0 every ratio is 1; a cell with M = 0 and Y = 0 has ratio 1.
//
// It needs finite values of 0 or more, one M for each Y, and some M above 0.
//
// Source: Clayton and Kaldor (1987), Biometrics 43, 671-681; τ by moments.
func Shrink(observed, expected []float64) (ratios []float64, tau float64, err error) {
	if err := checkCells(observed, expected, "expected count"); err != nil {
		return nil, 0, err
	}
	var excess, squares float64
	for i, y := range observed {
		m := expected[i]
		excess += (y-m)*(y-m) - y
		squares += m * m
	}
	tau = max(0, excess/squares)
	ratios = make([]float64, len(observed))
	for i, y := range observed {
		// Both sides times τ, so that τ = 0 needs no case of its own.
		ratios[i] = (tau*y + 1) / (tau*expected[i] + 1)
	}
	return ratios, tau, nil
}

// Rates returns empirical-Bayes rates of sparse cells, common·(Y+1/τ)/(M+1/τ)
// with common = ΣY/ΣN and M = N·common: see [Shrink]. N is the exposure, such as
// person-years; a cell without exposure gets the common rate.
func Rates(observed, exposure []float64) (rates []float64, common, tau float64, err error) {
	if err := checkCells(observed, exposure, "exposure"); err != nil {
		return nil, 0, 0, err
	}
	var total, people float64
	for i, y := range observed {
		total += y
		people += exposure[i]
	}
	common = total / people
	rates = make([]float64, len(observed))
	if common == 0 {
		return rates, 0, 0, nil
	}
	expected := make([]float64, len(exposure))
	for i, n := range exposure {
		expected[i] = n * common
	}
	ratios, tau, err := Shrink(observed, expected)
	if err != nil {
		return nil, 0, 0, err
	}
	for i, r := range ratios {
		rates[i] = r * common
	}
	return rates, common, tau, nil
}

func checkCells(observed, expected []float64, name string) error {
	if len(observed) != len(expected) {
		return fmt.Errorf("%w: %d counts and %d values of %s; give one for each cell", ErrShape, len(observed), len(expected), name)
	}
	var total float64
	for i, y := range observed {
		m := expected[i]
		if !inRange(y) || !inRange(m) || y < 0 || m < 0 {
			return fmt.Errorf("%w: cell %d has count %v and %s %v; both are 0 or more", ErrNotFinite, i+1, y, name, m)
		}
		if m == 0 && y > 0 {
			return fmt.Errorf("%w: cell %d has count %v and %s 0; nothing can happen to nobody", ErrNotFinite, i+1, y, name)
		}
		total += m
	}
	if !(total > 0) {
		return fmt.Errorf("%w: no cell has an %s above 0; give at least one", ErrTooFew, name)
	}
	return nil
}
