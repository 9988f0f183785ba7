package forecasts

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// A reconciler makes the forecasts of the series of a hierarchy agree with those of
// its nodes: given the series' points b and the nodes' points a, by place, it returns
// new points of the series, whose sums are the forecasts of the nodes. It changes
// neither.
type reconciler struct {
	name string
	of   func(h *hierarchy, shares, b, a []float64) []float64
}

// reconcilers lists the ways, the shipped default first: among equals it stands.
//
//   - bottom_up leaves the series as they are.
//   - top_down gives each series its share of its widest node's forecast.
//   - ols and structural solve generalised least squares,
//     b~ = b + W Cᵀ (C W Cᵀ + V)⁻¹ (a − C b),
//     C adding the series up to nodes, and W and V the variances of the forecast errors
//     of series and nodes: all 1 for ols; for structural those of sums of unrelated
//     series, V = number of members, W = 1.
//
// Sources: Hyndman, Ahmed, Athanasopoulos and Shang (2011), Optimal combination
// forecasts for hierarchical time series, Computational Statistics & Data Analysis
// 55(9), section 3 (ols); Athanasopoulos, Hyndman, Kourentzes and Petropoulos (2017),
// Forecasting with temporal hierarchies, European Journal of Operational Research
// 262(1), section 3.3 (structural scaling); Gross and Sohl (1990), Journal of
// Forecasting 9(3) (shares). The form with an inverse as small as the number of nodes
// is that of Wickramasuriya, Athanasopoulos and Hyndman (2019), JASA 114, section 2.4.
var reconcilers = []reconciler{
	{"bottom_up", func(_ *hierarchy, _, b, _ []float64) []float64 { return append([]float64(nil), b...) }},
	{"top_down", topDown},
	{"ols", func(h *hierarchy, _, b, a []float64) []float64 {
		return leastChange(h, b, a, func(Node) float64 { return 1 })
	}},
	{"structural", func(h *hierarchy, _, b, a []float64) []float64 {
		return leastChange(h, b, a, func(n Node) float64 { return float64(len(n.Members)) })
	}},
}

func topDown(h *hierarchy, shares, b, a []float64) []float64 {
	out := append([]float64(nil), b...)
	for k, top := range h.tops() {
		if top >= 0 && finite(shares[k]) {
			out[k] = shares[k] * a[top]
		}
	}
	return out
}

// shares returns each series' part of its widest node over the last three years to
// index last, Σ y / Σ node; NaN where the node sums to 0.
func (h *hierarchy) shares(p Panel, last int) []float64 {
	out := make([]float64, len(h.series))
	for k, top := range h.tops() {
		out[k] = math.NaN()
		if top < 0 {
			continue
		}
		var part, whole float64
		for t := last - 3*p.Frequency + 1; t <= last; t++ {
			if v := p.Series[h.series[k]].at(t); finite(v) {
				part += v
				whole += h.totals.Series[top].at(t)
			}
		}
		if whole > 0 {
			out[k] = part / whole
		}
	}
	return out
}

// leastChange is generalised least squares with W = 1 and the given variances of nodes.
func leastChange(h *hierarchy, b, a []float64, variance func(Node) float64) []float64 {
	n := len(h.nodes)
	gap, cover := mat.NewVecDense(n, nil), mat.NewSymDense(n, nil)
	for i, node := range h.nodes {
		sum := 0.0
		for _, k := range node.Members {
			sum += b[k]
		}
		gap.SetVec(i, a[i]-sum)
		for j := range i + 1 {
			shared := float64(h.shared(i, j))
			if i == j {
				shared += variance(node)
			}
			cover.SetSym(i, j, shared)
		}
	}
	out := append([]float64(nil), b...)
	var chol mat.Cholesky
	var pull mat.VecDense
	if !chol.Factorize(cover) || chol.SolveVecTo(&pull, gap) != nil {
		return out // V > 0 makes it positive definite: only rounding could bring us here
	}
	for i, node := range h.nodes {
		for _, k := range node.Members {
			out[k] += pull.AtVec(i)
		}
	}
	return out
}

// shared counts the series that two nodes have in common.
func (h *hierarchy) shared(i, j int) int {
	a, b, n := h.nodes[i].Members, h.nodes[j].Members, 0
	for x, y := 0, 0; x < len(a) && y < len(b); {
		switch {
		case a[x] == b[y]:
			n, x, y = n+1, x+1, y+1
		case a[x] < b[y]:
			x++
		default:
			y++
		}
	}
	return n
}
