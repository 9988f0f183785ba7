package priority

// A raker goes around the margins. It holds those with weight only, and sums up
// for the next margin while it changes the weights for this one: raking is most
// of the time that citizens' answers take.
type raker struct {
	who     []int // respondents with weight
	w       []float64
	margins []raking
	off     []float64 // of each margin in the last sweep
}

// A raking is one margin in the making. Its last class is for those whose level
// is not known.
type raking struct {
	target
	at     []int32   // class of each of raker.who
	silent []float64 // weight without answers, by class (slacken); nil for none
	sums   []float64
	factor []float64
}

func newRaker(w []float64, targets []target) *raker {
	r := &raker{off: make([]float64, len(targets), len(targets)+1)}
	for i, x := range w {
		if x > 0 {
			r.who, r.w = append(r.who, i), append(r.w, x)
		}
	}
	for _, t := range targets {
		n := len(t.share)
		m := raking{target: t, at: make([]int32, len(r.who)), sums: make([]float64, n+1), factor: make([]float64, n+1)}
		for k, i := range r.who {
			if m.at[k] = int32(t.level[i]); t.level[i] < 0 {
				m.at[k] = int32(n)
			}
		}
		if t.slack > 0 { // to begin with, the silent are like everybody else
			m.silent = append(m.silent, t.share...)
		}
		r.margins = append(r.margins, m)
	}
	if len(r.margins) > 0 {
		for k, x := range r.w {
			r.margins[0].sums[r.margins[0].at[k]] += x
		}
	}
	return r
}

func (r *raker) write(w []float64) {
	for k, i := range r.who {
		w[i] = r.w[k]
	}
}

// sweep meets each margin once and returns how far each was off before: the
// largest of share/target − 1 and target/share − 1, alike for too much and too
// little.
func (r *raker) sweep() []float64 {
	for k := range r.margins {
		m, next := &r.margins[k], &r.margins[(k+1)%len(r.margins)]
		r.off[k] = m.factors()
		clear(next.sums)
		for i, x := range r.w {
			x *= m.factor[m.at[i]]
			r.w[i] = x
			next.sums[next.at[i]] += x
		}
	}
	return r.off
}

// factors finds what each class's weight must be multiplied by so that
// respondents and silent together meet the margin, and does so to the silent,
// after they have been given back their part of the whole.
func (m *raking) factors() (off float64) {
	n := len(m.share)
	known, shares := sumOf(m.sums[:n]), 0.0
	if m.silent != nil {
		scale := known * m.slack / (sumOf(m.share) - m.slack) / sumOf(m.silent)
		for l := range m.silent {
			m.silent[l] *= scale
			m.sums[l] += m.silent[l]
		}
		known = sumOf(m.sums[:n])
	}
	for l, s := range m.sums[:n] {
		if s > 0 {
			shares += m.share[l]
		}
	}
	for l, s := range m.sums {
		m.factor[l] = 1
		if l < n && s > 0 && m.share[l] > 0 {
			f := known * m.share[l] / shares / s
			m.factor[l] = f
			off = max(off, f-1, 1/f-1)
		}
	}
	for l := range m.silent {
		m.silent[l] *= m.factor[l]
	}
	return off
}
