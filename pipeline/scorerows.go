package pipeline

import (
	"math"
	"strings"

	"opdrift/forecasts"
)

// A scoreRow is what a model did on a group of series. A number without evidence is NaN.
// See [forecasts.Summary] for what each means, and [forecasts.Choice] for difference.
type scoreRow struct {
	Kind      string  `col:"kind"`
	Group     string  `col:"series_group"`
	Model     string  `col:"model"`
	Horizon   int64   `col:"horizon"` // 0: all
	Series    int64   `col:"series"`
	Origins   int64   `col:"origins"`
	Bias      float64 `col:"bias"`
	MASE      float64 `col:"mase"`
	WAPE      float64 `col:"wape"`
	Cover80   float64 `col:"coverage_80"`
	Cover95   float64 `col:"coverage_95"`
	MSIS      float64 `col:"msis_95"`
	WIS       float64 `col:"wis"`
	Naive     float64 `col:"skill_naive"`
	Flat3     float64 `col:"skill_flat3"`
	CoverOrig int64   `col:"coverage_origins"`
	Chosen    bool    `col:"chosen"` // part of what the group's forecast is made of
	Decided   string  `col:"decided_by,null"`
	RunnerUp  string  `col:"runner_up,null"`
	Reason    string  `col:"reason,null"`
	Status    string  `col:"status"`

	SMAPE      float64 `col:"smape"`
	OWA        float64 `col:"owa"`
	Demography float64 `col:"skill_demography"`
	skillBounds
	Scores80   int64   `col:"coverage_scores_80"`
	Scores95   int64   `col:"coverage_scores_95"`
	Difference float64 `col:"difference"`
	SE         float64 `col:"difference_se"`
}

// skillBounds are the bootstrap intervals of the skills at 95 %.
type skillBounds struct {
	NaiveLow       float64 `col:"skill_naive_low"`
	NaiveHigh      float64 `col:"skill_naive_high"`
	Flat3Low       float64 `col:"skill_flat3_low"`
	Flat3High      float64 `col:"skill_flat3_high"`
	DemographyLow  float64 `col:"skill_demography_low"`
	DemographyHigh float64 `col:"skill_demography_high"`
}

// numbers are the row's scores.
func (s *scoreRow) numbers() []*float64 {
	return []*float64{
		&s.Bias, &s.MASE, &s.SMAPE, &s.OWA, &s.WAPE, &s.Cover80, &s.Cover95, &s.MSIS, &s.WIS, &s.Naive, &s.Flat3, &s.Demography,
		&s.NaiveLow, &s.NaiveHigh, &s.Flat3Low, &s.Flat3High, &s.DemographyLow, &s.DemographyHigh, &s.Difference, &s.SE,
	}
}

// blankScore is a row that says nothing yet.
func blankScore() scoreRow {
	var s scoreRow
	for _, v := range s.numbers() {
		*v = math.NaN()
	}
	return s
}

// scoreRows are one for each summary, in its order.
func (f *future) scoreRows() []scoreRow {
	choices := f.choices()
	var out []scoreRow
	for _, s := range f.result.Summary {
		row := summaryRow(s)
		if c, ok := choices[s.Group]; ok {
			for _, m := range c.Models {
				row.Chosen = row.Chosen || m == s.Model
			}
			row.Decided, row.RunnerUp, row.Reason, row.Difference, row.SE = c.Decided, c.RunnerUp, c.Reason, c.Difference, c.SE
		}
		for _, v := range row.numbers() {
			if math.IsInf(*v, 0) { // a division by 0
				*v = math.NaN()
			}
		}
		out = append(out, row)
	}
	return out
}

// choices are those that stand for a group: the one it decided, or of its own series.
func (f *future) choices() map[string]forecasts.Choice {
	out := map[string]forecasts.Choice{}
	for _, c := range f.result.Choices {
		for i := len(c.Groups) - 1; i >= 0; i-- {
			if c.Groups[i] == c.Decided || i == 0 {
				out[c.Groups[i]] = c
			}
		}
	}
	return out
}

func summaryRow(s forecasts.Summary) scoreRow {
	row := blankScore()
	row.Kind, _, _ = strings.Cut(s.Group, "/")
	row.Group, row.Model, row.Horizon, row.Status = s.Group, s.Model, int64(s.Horizon), string(s.Status)
	row.Series, row.Origins = int64(s.Series), int64(s.Origins)
	row.CoverOrig, row.Scores80, row.Scores95 = int64(s.CoverageOrigins), int64(s.CoverageScores80), int64(s.CoverageScores95)
	row.Bias, row.MASE, row.SMAPE, row.OWA, row.WAPE = s.Bias, s.MASE, s.SMAPE, s.OWA, s.WAPE
	row.Cover80, row.Cover95, row.MSIS, row.WIS = s.Coverage80, s.Coverage95, s.MSIS95, s.WIS
	row.Naive, row.Flat3, row.Demography = s.SkillNaive, s.SkillFlat3, s.SkillDemography
	row.skillBounds = skillBounds{
		s.SkillNaiveLow, s.SkillNaiveHigh, s.SkillFlat3Low, s.SkillFlat3High, s.SkillDemographyLow, s.SkillDemographyHigh,
	}
	return row
}
