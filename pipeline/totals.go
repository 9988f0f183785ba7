package pipeline

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"opdrift/forecasts"
)

// A totalKey names a sum over cells: of a service, a committee, a municipality,
// or everything.
type totalKey struct{ level, item string }

// levels returns the sums that a cell belongs to.
func (r *run) levels(key cellKey) []totalKey {
	return []totalKey{
		{"service", key.service},
		{"committee", r.services[key.service].Committee},
		{"municipality", key.municipality},
		{all, all},
	}
}

// nodes are the sums of volume that its forecast is reconciled with. Unit costs do not
// add up, and spending follows from volume and unit cost.
func (f *future) nodes(r *run) []forecasts.Node {
	members := map[totalKey][]int{}
	for _, item := range f.items {
		if item.volume == none {
			continue
		}
		for _, key := range r.levels(item.key) {
			members[key] = append(members[key], item.volume)
		}
	}
	var out []forecasts.Node
	for _, key := range sortedTotals(members) {
		out = append(out, forecasts.Node{Key: key.level + "/" + key.item, Level: key.level, Members: members[key]})
	}
	return out
}

func sortedTotals[V any](m map[totalKey]V) []totalKey {
	return slices.SortedFunc(maps.Keys(m), func(a, b totalKey) int {
		return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.item, b.item))
	})
}

// A total adds up cells. Sums of draws are the total's draws, because a draw is
// one future for all series.
type total struct {
	items   []forecastCell
	means   []cellFuture // by year
	volumes [][]float32  // by year and draw; nil without evidence
	sums    map[string][][]float32
	// currents are the sums in expected current prices; nil where every cell has the
	// municipality's own price level, since then one factor carries the sums there
	currents map[string][][]float32

	rests map[string]*evidenceShare // by what is summed
}

// An evidenceShare is how much of a sum's mean in the first year rests on what.
type evidenceShare struct {
	whole, nothing, posterior float64
	bare                      bool // some of it rests on nothing, whatever its size
}

// leastJudged is the part of a sum that must have an interval for the sum to have one.
const leastJudged = 0.9

func (e *evidenceShare) add(mean float64, s forecasts.Status) {
	mean = math.Abs(mean)
	if math.IsNaN(mean) {
		return
	}
	e.whole += mean
	switch s {
	case forecasts.NoEvidence:
		e.nothing, e.bare = e.nothing+mean, true
	case forecasts.Posterior:
		e.posterior += mean
	}
}

// status is no_evidence where too much rests on nothing, posterior where any rests on
// that, else ok. A sum of 0 is judged where none of it rests on nothing and others of the
// run are judged.
func (e *evidenceShare) status(judged bool) forecasts.Status {
	switch {
	case e.nothing > (1-leastJudged)*e.whole, e.whole == 0 && (e.bare || !judged):
		return forecasts.NoEvidence
	case e.posterior > 0:
		return forecasts.Posterior
	}
	return forecasts.OK
}

// newTotal starts a sum of cells; leveled says that some may have a price level of
// their own.
func newTotal(f *future, leveled bool) *total {
	t := &total{
		means: make([]cellFuture, len(f.years)), sums: map[string][][]float32{},
		rests: map[string]*evidenceShare{sumVolume: {}, sumGross: {}},
	}
	if f.chances > 0 {
		t.volumes = matrix(len(f.years), f.chances)
	}
	if f.draws == 0 {
		return t
	}
	if leveled {
		t.currents = map[string][][]float32{}
	}
	for _, m := range moneyMeasures {
		t.sums[m] = matrix(len(f.years), f.draws)
		if leveled {
			t.currents[m] = matrix(len(f.years), f.draws)
		}
	}
	return t
}

func matrix(rows, columns int) [][]float32 {
	out := make([][]float32, rows)
	for i := range out {
		out[i] = make([]float32, columns)
	}
	return out
}

// add adds a cell: its draws and its means. level is the price level of its service.
func (t *total) add(f *future, c drawnCell, means []cellFuture, level priceLevel) {
	t.items = append(t.items, c.item)
	t.rest(f, c, means[0])
	if f.draws > 0 {
		t.addMoney(f, c, level)
	}
	for h := range f.years {
		if !math.IsNaN(means[h].volume) {
			t.means[h].volume += means[h].volume
		}
		t.means[h].amounts = t.means[h].plus(means[h].amounts)
		t.means[h].fixed = t.means[h].fixed.plus(means[h].fixed)
		if f.chances == 0 || c.volumes == nil {
			continue
		}
		for d, v := range c.volumes[h] {
			t.volumes[h][d] += v
		}
	}
}

// rest notes what a cell's forecast rests on.
func (t *total) rest(f *future, c drawnCell, first cellFuture) {
	money := forecasts.OK
	if c.blind {
		money = forecasts.NoEvidence
	}
	t.rests[sumGross].add(float64(first.fixed.gross), money)
	if c.volume != nil {
		t.rests[sumVolume].add(first.volume, f.result.Series[c.item.volume].Status[0])
	}
}

// addMoney adds the cell's draws of every measure.
func (t *total) addMoney(f *future, c drawnCell, level priceLevel) {
	plus := func(row, draws []float32, factor float32) {
		for d, v := range draws {
			row[d] += v * factor
		}
	}
	for _, measure := range moneyMeasures {
		rows, whole := c.of(measure)
		factor := float32(whole)
		for h, year := range f.years {
			plus(t.sums[measure][h], rows[h], factor)
			if t.currents != nil {
				plus(t.currents[measure][h], rows[h], factor/float32(level.toFixed(year)))
			}
		}
	}
}
