package pipeline

import (
	"context"
	"fmt"
	"math"

	"opdrift/pipeline/priority"
	"opdrift/pipeline/store"
)

// listened is what citizens leaves for the scenarios.
type listened struct {
	hearing priority.Hearing
	values  []priority.ServiceValue
}

// citizens turns answers, or published means where there are no answers, into
// weights of life domains with their sampling error, and makes citizen_value.
// Without either, the tables are empty and coverage says so.
func citizens(ctx context.Context, r *run) error {
	ask := priority.Ask{
		GroupShares: r.cfg.Citizens.GroupShares, Replicates: r.cfg.Citizens.Replicates,
		Seed: r.cfg.Seed, MinAnswers: r.cfg.Citizens.MinAnswers,
	}
	r.citizens = &listened{}
	var rows []citizenRow
	var err error
	switch {
	case r.has("assessments"):
		rows, err = r.listen(ctx, ask)
	case r.has("assessment_means"):
		rows, err = r.listenMeans(ctx, ask)
	default:
		r.missing("assessments", "citizen_value, priority",
			"nobody was asked: citizens' answers cannot weigh in the priorities",
			"ingen er spurgt: borgernes svar kan ikke indgå i prioriteringen")
	}
	if err != nil {
		return err
	}
	return store.Append(ctx, r.store, "citizen_value", rows)
}

// answerRow is one answer as the extract has it.
type answerRow struct {
	ID          string  `col:"answer_id"`
	Survey      string  `col:"survey"`
	Respondent  string  `col:"respondent"`
	Service     string  `col:"service"`
	Domain      string  `col:"domain"`
	Dimension   string  `col:"dimension"`
	Score       float64 `col:"score"`
	ScaleMin    float64 `col:"scale_min"`
	ScaleMax    float64 `col:"scale_max"`
	Direction   string  `col:"scale_direction"`
	GivenBy     string  `col:"given_by"`
	Stratum     string  `col:"stratum"`
	AgeBand     string  `col:"age_band"`
	Sex         string  `col:"sex"`
	District    string  `col:"district"`
	TargetGroup string  `col:"target_group"`
}

func (r *run) listen(ctx context.Context, ask priority.Ask) ([]citizenRow, error) {
	type margin struct {
		Survey     string `col:"survey"`
		Margin     string `col:"margin"`
		Level      string `col:"level"`
		Population int64  `col:"population"`
		Invited    int64  `col:"invited"`
	}
	answers, err := store.Query[answerRow](ctx, r.store, "rows", "answers", store.Args{"as_of": r.calendar.asOf})
	if err != nil {
		return nil, err
	}
	margins, err := store.Query[margin](ctx, r.store, "rows", "margins", nil)
	if err != nil {
		return nil, err
	}
	if len(margins) == 0 {
		r.assumed("survey_frame", "citizen_value",
			"no survey frame: answers count alike, not by those who could have been asked, and who was not reached is not known",
			"ingen stikprøveramme: svarene tæller ens og ikke efter dem, der kunne være spurgt, og hvem der ikke er nået, vides ikke")
	}
	var given []priority.Answer
	for _, a := range answers {
		given = append(given, priority.Answer{
			ID: a.ID, Survey: a.Survey, Respondent: a.Respondent, Service: a.Service, Domain: a.Domain, Dimension: a.Dimension,
			Score: a.Score, ScaleMin: a.ScaleMin, ScaleMax: a.ScaleMax, HigherIsBetter: a.Direction == higherIsMore, GivenBy: a.GivenBy,
			Stratum: a.Stratum, AgeBand: a.AgeBand, Sex: a.Sex, District: a.District, TargetGroup: a.TargetGroup,
		})
	}
	var asked []priority.Margin
	for _, m := range margins {
		asked = append(asked, priority.Margin(m))
	}
	r.citizens.hearing = priority.Listen(given, asked, ask)
	return r.heard(), nil
}

// higherIsMore is the contract's word for a scale on which a high score means
// much of the dimension.
const higherIsMore = "up"

// heard turns a hearing into rows, values and warnings.
func (r *run) heard() []citizenRow {
	h := r.citizens.hearing
	enough, few := h.TooFewAsked()
	r.citizens.values = priority.Values(enough, r.cfg.Citizens.TieProbability)
	for _, service := range few {
		r.citizens.values = append(r.citizens.values, priority.NotRanked(service))
	}
	for _, w := range h.Warnings {
		r.assumed("assessments", fmt.Sprintf("survey %s, %s %s", w.Survey, w.Margin, w.Level), w.Text, w.TextDa)
	}
	var rows []citizenRow
	for _, v := range h.Rows {
		rows = append(rows, newCitizenRow(all, r.calendar.asOf.Year(), v))
	}
	for _, w := range h.Weights {
		rows = append(rows, citizenRow{
			Municipality: all, Service: w.Service, Domain: w.Domain, Dimension: "weight", Year: int64(r.calendar.asOf.Year()),
			ResponseRate: math.NaN(), Mean: w.Weight, StandardError: math.NaN(), Low: w.Low, High: w.High,
			Unreached: math.NaN(), Effective: math.NaN(), Proxy: math.NaN(), WithProxies: math.NaN(), Status: w.Status,
		})
	}
	return rows
}

// A citizenRow is one row of citizen_value.
type citizenRow struct {
	Municipality  string  `col:"municipality"`
	Service       string  `col:"service"`
	Domain        string  `col:"domain"`
	Dimension     string  `col:"dimension"`
	Year          int64   `col:"year"`
	Invited       *int64  `col:"invited"`
	Answered      *int64  `col:"answered"`
	ResponseRate  float64 `col:"response_rate"`
	Mean          float64 `col:"weighted_mean"`
	StandardError float64 `col:"standard_error"`
	Low           float64 `col:"low"`
	High          float64 `col:"high"`
	Unreached     float64 `col:"unreached_share"`
	Effective     float64 `col:"effective_answers"`
	Proxy         float64 `col:"proxy_share"`
	WithProxies   float64 `col:"mean_with_proxies"`
	Status        string  `col:"status"`
}

func newCitizenRow(municipality string, year int, v priority.CitizenValue) citizenRow {
	return citizenRow{
		Municipality: municipality, Service: v.Service, Domain: v.Domain, Dimension: v.Dimension, Year: int64(year),
		Invited: v.Invited, Answered: v.Answered, ResponseRate: v.ResponseRate,
		Mean: v.WeightedMean, StandardError: v.StandardError, Low: v.Low, High: v.High,
		Unreached: v.UnreachedShare, Effective: v.Neff, Proxy: v.ProxyShare, WithProxies: v.WithProxies, Status: v.Status,
	}
}
