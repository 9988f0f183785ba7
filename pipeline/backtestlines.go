package pipeline

import (
	"fmt"
	"strings"

	"opdrift/forecasts"
)

// A BacktestLine is what one model did on a group of series, held against what
// happened: the published columns of the command backtest. A number without
// evidence is NaN. See [forecasts.Summary] and [forecasts.Choice] for what each means.
type BacktestLine struct {
	Group     string  `col:"group"`
	Model     string  `col:"model"`
	Horizon   int64   `col:"horizon"` // 0: all
	Series    int64   `col:"series"`
	Origins   int64   `col:"origins"`
	Bias      float64 `col:"bias"`
	MASE      float64 `col:"mase"`
	SMAPE     float64 `col:"smape"`
	OWA       float64 `col:"owa"`
	WAPE      float64 `col:"wape"`
	Cover80   float64 `col:"coverage_80"`
	Cover95   float64 `col:"coverage_95"`
	MSIS95    float64 `col:"msis_95"`
	WIS       float64 `col:"wis"`
	Naive     float64 `col:"skill_naive"`
	Demograph float64 `col:"skill_demography"`
	Chosen    bool    `col:"chosen"` // part of what the group's forecast is made of

	RunnerUp   string  `col:"runner_up,null"`
	Reason     string  `col:"reason,null"` // best, tie or default
	Difference float64 `col:"difference"`  // of the runner-up's error to the best's
	SE         float64 `col:"difference_se"`
	Flat3      float64 `col:"skill_flat3"`
	skillBounds
	Scores80 int64 `col:"coverage_scores_80"`
	Scores95 int64 `col:"coverage_scores_95"`

	// What the methods chosen at each origin did beside naive, in words; "" on other rows.
	AgainstNaiveDA string `col:"against_naive_da,null"`
	AgainstNaiveEN string `col:"against_naive_en,null"`
}

func backtestLines(rows []scoreRow) []BacktestLine {
	var out []BacktestLine
	for _, s := range rows {
		line := BacktestLine{
			Group: s.Group, Model: s.Model, Horizon: s.Horizon, Series: s.Series, Origins: s.Origins,
			Bias: s.Bias, MASE: s.MASE, SMAPE: s.SMAPE, OWA: s.OWA, WAPE: s.WAPE,
			Cover80: s.Cover80, Cover95: s.Cover95, MSIS95: s.MSIS, WIS: s.WIS,
			Naive: s.Naive, Demograph: s.Demography, Chosen: s.Chosen,
			RunnerUp: s.RunnerUp, Reason: s.Reason, Difference: s.Difference, SE: s.SE, Flat3: s.Flat3,
			skillBounds: s.skillBounds, Scores80: s.Scores80, Scores95: s.Scores95,
		}
		line.AgainstNaiveDA, line.AgainstNaiveEN = s.againstNaive()
		out = append(out, line)
	}
	return out
}

// BacktestHeadline says of each group which method it uses, before which, by how much,
// and in words what that is worth beside naive.
func BacktestHeadline(lines []BacktestLine) Headline {
	chosen := map[string][]string{}
	for _, l := range lines {
		if l.Chosen && l.Horizon == 0 {
			chosen[l.Group] = append(chosen[l.Group], l.Model)
		}
	}
	var h Headline
	for _, l := range lines {
		if l.Model != forecasts.Selected || l.Horizon != 0 {
			continue
		}
		da, en := l.choiceWords(strings.Join(chosen[l.Group], " + "))
		if l.AgainstNaiveEN != "" {
			da = append(da, "valgene i tidligere år mod blot at gentage det seneste (naiv fremskrivning): "+l.AgainstNaiveDA)
			en = append(en, "the choices of earlier years against just repeating the newest value (naive forecast): "+l.AgainstNaiveEN)
		}
		if len(en) > 0 {
			h.say(l.Group+": "+strings.Join(da, "; "), l.Group+": "+strings.Join(en, "; "))
		}
	}
	return h
}

// choiceWords say a group's method and its runner-up, where the group has a choice.
func (l BacktestLine) choiceWords(method string) (da, en []string) {
	if method == "" {
		return nil, nil
	}
	da, en = []string{"valgt " + method}, []string{"chosen " + method}
	number := func(v float64) string { return fmt.Sprintf("%.3f", v) }
	comma := func(v float64) string { return strings.Replace(number(v), ".", ",", 1) }
	if l.RunnerUp != "" {
		da = append(da, fmt.Sprintf("næstbedst %s, fejl %s større end den bedstes (standardfejl %s)", l.RunnerUp, comma(l.Difference), comma(l.SE)))
		en = append(en, fmt.Sprintf("runner-up %s, error %s larger than the best's (standard error %s)", l.RunnerUp, number(l.Difference), number(l.SE)))
	}
	return da, en
}
