package pipeline

import (
	"fmt"
	"math"
	"strings"

	"opdrift/forecasts"
)

// skillKinds are what is forecast, in the order of the sentence.
var skillKinds = []struct{ kind, da, en string }{
	{"volume", "helårspersoner", "full-year persons"},
	{"unit_cost", "enhedspris", "unit cost"},
	{"spending", "udgifter uden antal", "spending without volume"},
}

// saySkill tells what the forecasts missed by in earlier years beside repeating the
// newest year, over all series of a kind, and says so in words where that would have
// been as good: a reader must know when the models are worth nothing.
func (r *run) saySkill(h *Headline) {
	rows := r.future.scoreRows()
	var da, en []string
	for _, k := range skillKinds {
		for _, s := range rows {
			if d, e := s.againstNaive(); s.Group == k.kind && d != "" {
				da, en = append(da, k.da+" "+d), append(en, k.en+" "+e)
			}
		}
	}
	if len(da) > 0 {
		h.say("Efterprøvet på tidligere år mod blot at gentage det seneste (naiv fremskrivning): "+strings.Join(da, "; "),
			"Tested on earlier years against just repeating the newest one (naive forecast): "+strings.Join(en, "; "))
	}
}

// againstNaive says of a group what the methods that its series were given at each origin
// did beside naive, over all horizons; "" of any other row, and where naive never missed.
func (s scoreRow) againstNaive() (da, en string) {
	if s.Model != forecasts.Selected || s.Horizon != 0 || math.IsNaN(s.Naive) {
		return "", ""
	}
	return skillWords(s.Naive, s.NaiveLow, s.NaiveHigh)
}

// skillWords says a skill and its 95 % interval: who won, or that nobody did.
func skillWords(skill, low, high float64) (da, en string) {
	share := math.Round(100 * math.Abs(skill))
	da, en = fmt.Sprintf("%.0f %% mindre fejl", share), fmt.Sprintf("%.0f %% less error", share)
	switch {
	case share == 0:
		da, en = "samme fejl", "the same error"
	case skill < 0:
		da, en = fmt.Sprintf("%.0f %% større fejl", share), fmt.Sprintf("%.0f %% more error", share)
	}
	switch {
	case skill <= 0 && high < 0:
		return da + ", den naive vinder", en + ", naive wins"
	case skill <= 0:
		return da + ", den naive er lige så god eller bedre", en + ", naive is as good or better"
	case low > 0:
		return da, en
	}
	return da + ", så lidt at det kan være tilfældigt", en + ", so little that it may be chance"
}
