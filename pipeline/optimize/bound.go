package optimize

import "math"

// A relaxation is the Lagrangian of a model: each limit and rule is a price on
// the items instead of a demand. For every set of prices λ ≥ 0
//
//	L(λ) = Σ_r λ_r b_r + Σ_parts max(0, max_j (v_j − Σ_r λ_r a_rj))
//
// is at least the value of every set that keeps all limits (Geoffrion 1974), so
// any λ gives a valid bound and the subgradient steps only make it tighter.
// The objective is value − ε·cost with ε so small that cost never outweighs one
// unit of value: the bound then prices the first tie-break too.
// An overlap above 0 counts half with each of its items (z ≤ (x_a + x_b)/2),
// one below 0 counts when one of the two is chosen already.
type relaxation struct {
	m       *model
	epsilon float64
	rows    []priced
}

// A priced row is scaled to a largest load of 1.
type priced struct {
	load []float64
	max  float64
}

func relax(m *model) *relaxation {
	var total float64
	for _, c := range m.cost {
		total += math.Abs(float64(c))
	}
	x := &relaxation{m: m, epsilon: 0.5 / (1 + total)}
	for _, r := range m.rows {
		load := make([]float64, len(r.load))
		for j, a := range r.load {
			load[j] = float64(a)
		}
		x.price(load, float64(r.max))
	}
	for _, c := range m.clauses { // x_when − Σ x_any ≤ 0, or −Σ x_any ≤ −1
		load, limit := make([]float64, len(m.ids)), 0.0
		for _, j := range c.any {
			load[j]--
		}
		if c.when < 0 {
			limit = -1
		} else {
			load[c.when]++
		}
		x.price(load, limit)
	}
	return x
}

func (x *relaxation) price(load []float64, limit float64) {
	scale := 0.0
	for _, a := range load {
		scale = max(scale, math.Abs(a))
	}
	if scale == 0 {
		return // no item touches it: propagation alone decides
	}
	for j := range load {
		load[j] /= scale
	}
	x.rows = append(x.rows, priced{load, limit / scale})
}

// score is the objective of a set whose value and cost are known.
func (x *relaxation) score(value, cost int64) float64 {
	return float64(value) - x.epsilon*float64(cost)
}

// A bounded holds one evaluation of the Lagrangian.
type bounded struct {
	value  float64
	slack  float64   // more than the rounding error of value
	profit []float64 // of each free item, at the prices
	pick   []int     // the item taken from each part, or -1
	rest   []float64 // per row: what the picked set leaves of the limit
}

// at evaluates the Lagrangian for the free items of s.
func (x *relaxation) at(s *state, base []float64, constant float64, prices []float64) bounded {
	b := bounded{value: constant, slack: math.Abs(constant)}
	b.profit = append([]float64(nil), base...)
	b.rest = make([]float64, len(x.rows))
	for r, row := range x.rows {
		b.rest[r] = row.max
		for j, a := range row.load {
			switch s.fix[j] {
			case in:
				b.rest[r] -= a
			case free:
				b.profit[j] -= prices[r] * a
			}
		}
		b.value += prices[r] * b.rest[r]
		b.slack += prices[r] * (math.Abs(b.rest[r]) + float64(len(row.load)))
	}
	b.pick = make([]int, len(x.m.parts))
	for k, part := range x.m.parts {
		b.pick[k] = best(part, b.profit, s.fix)
		if j := b.pick[k]; j >= 0 {
			b.value += b.profit[j]
			b.slack += math.Abs(base[j])
			for r := range x.rows {
				b.rest[r] -= x.rows[r].load[j]
			}
		}
	}
	b.slack *= 1e-12
	return b
}

// best is the free item of greatest profit above 0, or -1.
func best(part []int, profit []float64, fix []int8) int {
	at, most := -1, 0.0
	for _, j := range part {
		if fix[j] == free && profit[j] > most {
			at, most = j, profit[j]
		}
	}
	return at
}

// worth gives each free item's own value in the state, and the value of what is
// chosen already.
func (x *relaxation) worth(s *state) (base []float64, constant float64) {
	base = make([]float64, len(x.m.ids))
	for j := range base {
		v := x.score(x.m.value[j], x.m.cost[j])
		if s.fix[j] == in {
			constant += v
		}
		base[j] = v
	}
	for _, p := range x.m.pairs {
		fa, fb, w := s.fix[p.a], s.fix[p.b], float64(p.value)
		switch {
		case fa == in && fb == in:
			constant += w
		case fa == in && fb == free:
			base[p.b] += w
		case fb == in && fa == free:
			base[p.a] += w
		case fa == free && fb == free && w > 0:
			base[p.a] += w / 2
			base[p.b] += w / 2
		}
	}
	return base, constant
}
