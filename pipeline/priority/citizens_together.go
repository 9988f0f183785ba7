package priority

import (
	"cmp"
	"math"
	"slices"
)

// A fitting is what raking one survey came to.
type fitting struct {
	weights   []float64
	kept      []target // the margins that the weights meet
	left      []target // those that could not be met together with them
	sweeps    int
	trimmed   float64
	converged bool
}

// fitTogether rakes and trims from design weights. While the margins cannot be
// met together, the one whose target was missed most in the last round is left
// out, but never the last one. Of margins missed alike, it is the first by name
// without which the others can be met, else the first by name. Where several go,
// the wrong one may have gone first: so each one left out before the last is
// tried again with those that remain.
func fitTogether(base []float64, targets []target) fitting {
	f, worst := fit(base, targets)
	for !f.converged && len(f.kept) > 1 {
		f, worst = f.leaveOut(base, worst)
	}
	if len(f.left) > 1 {
		f = f.readmit(base)
	}
	slices.SortFunc(f.left, byName)
	return f
}

// leaveOut drops one of the margins named.
func (f fitting) leaveOut(base []float64, names []string) (out fitting, worst []string) {
	for at, t := range f.kept {
		if !slices.Contains(names, t.name) {
			continue
		}
		g, w := fit(base, slices.Delete(slices.Clone(f.kept), at, at+1))
		if g.left = append(slices.Clone(f.left), t); g.converged || out.kept == nil {
			out, worst = g, w
		}
		if g.converged {
			break
		}
	}
	return out, worst
}

// readmit tries all but the last of those left out again, in order of name.
func (f fitting) readmit(base []float64) fitting {
	last := len(f.left) - 1
	out := f.left[last:]
	again := slices.SortedFunc(slices.Values(f.left[:last]), byName)
	for _, t := range again {
		kept := append(slices.Clone(f.kept), t)
		slices.SortFunc(kept, byName)
		if g, _ := fit(base, kept); g.converged {
			f = g
		} else {
			out = append(out, t)
		}
	}
	f.left = out
	return f
}

func byName(a, b target) int { return cmp.Compare(a.name, b.name) }

func fit(base []float64, targets []target) (f fitting, worst []string) {
	f = fitting{weights: slices.Clone(base), kept: targets}
	f.sweeps, f.trimmed, worst, f.converged = weighting(f.weights, targets)
	return f, worst
}

// missed is the class whose share of the weight is furthest, as a part of its
// target, from its share of the population reached.
func (t target) missed(w []float64) (class int, got, want float64) {
	sums := make([]float64, len(t.share))
	known := 0.0
	for i, l := range t.level {
		if l >= 0 {
			sums[l] += w[i]
			known += w[i]
		}
	}
	all, most := sumOf(t.share), -1.0
	for l, s := range sums {
		if off := math.Abs(s/known/(t.share[l]/all) - 1); off > most+1e-9 {
			class, got, want, most = l, s/known, t.share[l]/all, off
		}
	}
	return class, got, want
}
