package pressure

import "math"

// subsetValues returns v(S) for every set S of n factors, in kroner:
//
//	v(S) = Σ_cells weight · Π_{f in S} after_f · Π_{f not in S} before_f
//
// Bit f of the index says whether factor f is in S. All cells must exist in
// both years. The work is 2^(n+1) multiplications a cell.
//
// The factors are multiplied in the same order for every S, so a factor that is
// equal in both years leaves v(S) and v(S with f) equal to the last bit.
func subsetValues(n int, cells []Cell) []float64 {
	sums := make([]sum, 1<<n)
	products := make([]float64, 1<<n)
	for _, c := range cells {
		products[0] = c.weight()
		for f := range n {
			half := 1 << f
			for s := range half {
				products[s+half] = products[s] * c.After[f]
				products[s] *= c.Before[f]
			}
		}
		for s, p := range products {
			sums[s].add(p)
		}
	}
	for s := range products {
		products[s] = sums[s].value()
	}
	return products
}

// A sum is Neumaier's compensated sum: its error does not grow with the number
// of terms, so the order and the division of cells do not move an øre.
//
// Source: Neumaier, ZAMM 54 (1974), 39-51, algorithm IV.
type sum struct{ total, lost float64 }

func (s *sum) add(x float64) {
	t := s.total + x
	if math.Abs(s.total) >= math.Abs(x) {
		s.lost += (s.total - t) + x
	} else {
		s.lost += (x - t) + s.total
	}
	s.total = t
}

func (s *sum) value() float64 { return s.total + s.lost }
