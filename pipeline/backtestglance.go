package pipeline

import (
	"cmp"
	"slices"

	"opdrift/forecasts"
)

// A BacktestGlance is what the table for reading shows of a model: all years ahead together.
type BacktestGlance struct {
	Group   string  `col:"group"`
	Model   string  `col:"model"`
	Chosen  string  `col:"chosen"` // yes, or empty
	Series  int64   `col:"series"`
	Origins int64   `col:"origins"`
	MASE    float64 `col:"mase"`
	WAPE    float64 `col:"wape"`
	Naive   float64 `col:"skill_naive"`
	Flat3   float64 `col:"skill_flat3"`
	Cover80 float64 `col:"coverage_80"`
	Cover95 float64 `col:"coverage_95"`
	WIS     float64 `col:"wis"`
}

// GlanceBacktest are the scores over all horizons in three digits: of each group what would
// have been chosen at each origin, then the models by their error.
func GlanceBacktest(lines []BacktestLine) []BacktestGlance {
	var glance []BacktestGlance
	place := map[string]int{} // of a group, as they come
	for i, l := range lines {
		if _, seen := place[l.Group]; !seen {
			place[l.Group] = i
		}
		if l.Horizon != 0 {
			continue
		}
		g := BacktestGlance{Group: l.Group, Model: l.Model, Series: l.Series, Origins: l.Origins, MASE: l.MASE, WAPE: l.WAPE,
			Naive: l.Naive, Flat3: l.Flat3, Cover80: l.Cover80, Cover95: l.Cover95, WIS: l.WIS}
		for _, v := range []*float64{&g.MASE, &g.WAPE, &g.Naive, &g.Flat3, &g.Cover80, &g.Cover95, &g.WIS} {
			*v = rounded(*v, 3)
		}
		if l.Chosen {
			g.Chosen = "yes"
		}
		glance = append(glance, g)
	}
	slices.SortStableFunc(glance, func(a, b BacktestGlance) int {
		c := cmp.Or(cmp.Compare(place[a.Group], place[b.Group]), cmp.Compare(a.MASE, b.MASE))
		switch {
		case a.Group != b.Group || a.Model == b.Model:
			return c
		case a.Model == forecasts.Selected:
			return -1
		case b.Model == forecasts.Selected:
			return 1
		}
		return c
	})
	return glance
}
