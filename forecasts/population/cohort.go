package population

// A mover holds the ratios that carry a layer one step on:
//
//	P(a+k, t+k) = P(a, t) · r(a),   r(a) = Σ P(a+k, u) / Σ P(a, u−k)
//	P(open, t+k) = P(open−k and above, t) · the same ratio of the open group
//	P(a < k, t+k) = W(t+k) · c(a),  c(a) = Σ P(a, u) / Σ W(u)
//
// by sex, k being the step, the sums over the transitions of the window, and W
// women of 15 to 44 (persons, where sexes are not told apart). A ratio carries
// deaths and moves alike.
type mover struct {
	shift    int // groups a step
	mothers  int // index of the sex that bears children
	from, to int // groups of childbearing ages, to excluded
	ratio    [][]float64
	children [][]float64 // nil where there are no women: children then stay as many
}

const (
	firstBirth, lastBirth = 15, 45
	// steady is the persons below which a ratio rests on too few: it is pooled with
	// those of the ages beside it until there are as many.
	steady = 50
)

// newMover estimates the ratios from what is known in year origin. It returns nil
// where no year is one step after another.
func newMover(g *grid, origin int, opts Options) *mover {
	var before, after []layer
	for year := origin; year > origin-opts.Window; year-- {
		a, okA := g.at[year]
		b, okB := g.at[year-opts.Step]
		if okA && okB {
			before, after = append(before, b), append(after, a)
		}
	}
	if before == nil {
		return nil
	}
	m := &mover{shift: opts.Step / g.width, from: firstBirth / g.width, to: lastBirth / g.width}
	m.mothers = len(g.sexes) - 1 // Female is last; Both or Male alone is itself
	was, is := total(before), total(after)
	women := m.women(is)
	for s := range g.sexes {
		m.ratio = append(m.ratio, ratios(was.persons[s], is.persons[s], m.shift))
		children := make([]float64, m.shift)
		for i := range children {
			children[i] = is.persons[s][i] / women
		}
		m.children = append(m.children, children)
	}
	if !(women > 0) {
		m.children = nil
	}
	return m
}

func total(layers []layer) layer {
	sum := newLayer(len(layers[0].persons), layers[0].groups())
	for _, l := range layers {
		for s := range l.persons {
			for i, v := range l.persons[s] {
				sum.persons[s][i] += v
			}
		}
	}
	return sum
}

// ratios returns is over was by the group that is reached; those below shift are
// not reached.
func ratios(was, is []float64, shift int) []float64 {
	n := len(was)
	// The open group is reached from itself and the shift groups below it.
	source := make([]float64, n)
	for i := shift; i < n-1; i++ {
		source[i] = was[i-shift]
	}
	for i := max(0, n-1-shift); i < n; i++ {
		source[n-1] += was[i]
	}
	out := make([]float64, n)
	for i := shift; i < n; i++ {
		up, down := is[i], source[i]
		for k := 1; down < steady && (i-k >= shift || i+k < n); k++ {
			if i-k >= shift {
				up, down = up+is[i-k], down+source[i-k]
			}
			if i+k < n {
				up, down = up+is[i+k], down+source[i+k]
			}
		}
		out[i] = 1
		if down > 0 {
			out[i] = up / down
		}
	}
	return out
}

func (m *mover) women(l layer) float64 {
	var sum float64
	for i := m.from; i < min(m.to, l.groups()); i++ {
		sum += l.persons[m.mothers][i]
	}
	return sum
}

// step carries a layer one step on.
func (m *mover) step(l layer) layer {
	n := l.groups()
	next := newLayer(len(l.persons), n)
	for s, now := range l.persons {
		copy(next.filled[s], l.filled[s])
		for i := m.shift; i < n-1; i++ {
			next.persons[s][i] = now[i-m.shift] * m.ratio[s][i]
		}
		for i := max(0, n-1-m.shift); i < n; i++ {
			next.persons[s][n-1] += now[i] * m.ratio[s][n-1]
		}
	}
	women := m.women(next)
	for s, now := range l.persons {
		for i := range m.shift {
			next.persons[s][i] = now[i]
			if m.children != nil {
				next.persons[s][i] = m.children[s][i] * women
			}
		}
	}
	return next
}

// project returns the layers of the years after origin. Years between steps lie
// on the line between them. Without ratios it returns nil.
func (g *grid) project(origin, years int, opts Options) []layer {
	m := newMover(g, origin, opts)
	if m == nil {
		return nil
	}
	out := make([]layer, 0, years+opts.Step)
	for at := g.at[origin]; len(out) < years; {
		next := m.step(at)
		for k := 1; k <= opts.Step; k++ {
			out = append(out, between(at, next, float64(k)/float64(opts.Step)))
		}
		at = next
	}
	return out[:years]
}

func between(a, b layer, share float64) layer {
	out := newLayer(len(a.persons), a.groups())
	for s := range a.persons {
		copy(out.filled[s], a.filled[s])
		for i := range a.persons[s] {
			out.persons[s][i] = a.persons[s][i]*(1-share) + b.persons[s][i]*share
		}
	}
	return out
}
