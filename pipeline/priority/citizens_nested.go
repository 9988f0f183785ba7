package priority

// slacken gives each margin its slack. Those nobody reached make up u of the
// population, the most that any margin leaves out. A margin that leaves out less
// counts the rest of them, at levels that nobody knows: services say that drug
// users are not heard, ages do not say how old they are. So the respondents are
// 1 − u in every margin, and the rest of its total are silent: weight without
// answers, spread over the levels like everybody to begin with, and raked
// together with the respondents. The respondents' ages may thus differ from the
// population's, as far as the other margins ask for it and there are silent to
// make up for it.
func slacken(targets []target) {
	least := 1.0
	for _, t := range targets {
		least = min(least, sumOf(t.share))
	}
	for k, t := range targets {
		if slack := sumOf(t.share) - least; slack > 1e-9 {
			targets[k].slack = slack
		}
	}
}

// nest makes margins agree about those nobody reached. A margin without order is
// within another when all respondents of each of its levels are in one level of
// the other, as services are within target groups. Where nobody reached some
// levels of the finer margin, their population left it; what they are of each
// level of the coarser one,
//
//	D_b = P_b − Σ_{a within b, reached} P_a   (shares of the population)
//
// leaves that one too, so that both speak of the same people. A negative D_b is
// a contradiction between the margins and nothing to do with reach: then both
// stay as they are, and raking finds out.
func nest(known []census) {
	for _, fine := range known {
		for _, coarse := range known {
			if fine.name != coarse.name && !fine.ordered() && !coarse.ordered() && fine.reached() > coarse.reached() {
				fine.pullOut(coarse)
			}
		}
	}
}

func (c census) reached() (n int) {
	for _, count := range c.counts {
		if count > 0 {
			n++
		}
	}
	return n
}

// pullOut takes the unreached levels of c out of the margin that c is within.
func (c census) pullOut(of census) {
	parent, ok := c.parents(of)
	if !ok || c.reached() == len(c.levels) {
		return
	}
	sum := make([]float64, len(of.levels))
	for l, p := range parent {
		if p >= 0 {
			sum[p] += c.share[l]
		}
	}
	for p, count := range of.counts {
		if count > 0 && (sum[p] == 0 || sum[p] > of.share[p]+1e-9) {
			return
		}
	}
	for p, count := range of.counts {
		if count > 0 {
			of.share[p] = sum[p]
		}
	}
}

// parents is the level of another margin that each reached level is within; not
// ok when one is in several.
func (c census) parents(of census) (parent []int, ok bool) {
	parent = make([]int, len(c.levels))
	for l := range parent {
		parent[l] = -1
	}
	for i, l := range c.member {
		p := of.member[i]
		if l < 0 || p < 0 {
			continue
		}
		if parent[l] >= 0 && parent[l] != p {
			return nil, false
		}
		parent[l] = p
	}
	return parent, true
}
