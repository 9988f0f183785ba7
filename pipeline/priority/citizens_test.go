package priority

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

func answer(who, service, domain, dimension string, score float64) Answer {
	return Answer{ID: who + service + domain + dimension, Survey: "s", Respondent: who, Service: service, Domain: domain,
		Dimension: dimension, Score: score, ScaleMin: 0, ScaleMax: 4, HigherIsBetter: true, GivenBy: "self"}
}

func row(t *testing.T, h Hearing, service, domain, dimension string) CitizenValue {
	t.Helper()
	for _, r := range h.Rows {
		if r.Service == service && r.Domain == domain && r.Dimension == dimension {
			return r
		}
	}
	t.Fatalf("no row of %s %s %s", service, domain, dimension)
	return CitizenValue{}
}

// Six old and six young answer; the population is one old to three young. Old
// score 4 of 4, young 0: the mean is the share of the old, 0.25.
func TestMarginsCorrectTheMean(t *testing.T) {
	var answers []Answer
	for i := range 12 {
		a := answer(fmt.Sprint("p", i), "home", "meals", "satisfaction", 0)
		a.AgeBand = "18-22"
		if i < 6 {
			a.AgeBand, a.Score = "85+", 4
		}
		answers = append(answers, a)
	}
	margins := []Margin{
		{"s", "age_band", "85+", 100, 10}, {"s", "age_band", "18-22", 300, 20}, {"s", "age_band", "0-5", 100, 10},
	}
	h := Listen(answers, margins, Ask{MinAnswers: 5})
	r := row(t, h, "home", "meals", "satisfaction")
	near(t, "mean", r.WeightedMean, 0.25, 1e-12)
	near(t, "unreached", r.UnreachedShare, 0.2, 1e-12)
	near(t, "response rate", r.ResponseRate, 12.0/40, 1e-12)
	near(t, "standard error", r.StandardError, 0, 1e-12) // all the spread is between the ages
	if len(h.Warnings) != 1 || h.Warnings[0].Code != Unreached || h.Warnings[0].Level != "0-5" || h.Warnings[0].Share != 0.2 {
		t.Errorf("%+v, want the unreached fifth named", h.Warnings)
	}
	if f := h.Surveys[0]; f.Population != 500 || f.Respondents != 12 || f.Status != Heard {
		t.Errorf("%+v", f)
	}
}

// Weights 1 and 3 in halves: deff = 1 + cv² = 1 + (1/2)² = 1.25, n_eff = 12/1.25.
func TestKish(t *testing.T) {
	deff, neff := kish([]float64{1, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3})
	near(t, "deff", deff, 1.25, 1e-12)
	near(t, "n_eff", neff, 9.6, 1e-12)
}

// a says everything is equally important (2 of 4), b that only safety is (4, 0):
// normalised (½, ½) and (1, 0), mean (¾, ¼). Needs less experience: a lacks ½ in
// safety, b nothing (it has more than it needs); meals ¼ and ¾. So
// G = (¼, ½) and V = ¾·¼ + ¼·½ = 0.3125.
func TestValueByHand(t *testing.T) {
	answers := []Answer{
		answer("a", "home", "safety", "importance", 2), answer("a", "home", "meals", "importance", 2),
		answer("b", "home", "safety", "importance", 4), answer("b", "home", "meals", "importance", 0),
		answer("a", "home", "safety", "need", 4), answer("a", "home", "safety", "outcome", 2),
		answer("b", "home", "safety", "need", 1), answer("b", "home", "safety", "outcome", 3),
		answer("a", "home", "meals", "need", 2), answer("a", "home", "meals", "outcome", 1),
		answer("b", "home", "meals", "need", 4), answer("b", "home", "meals", "outcome", 1),
	}
	h := Listen(answers, nil, Ask{})
	vs := Values(h.Sample, 0.9)
	near(t, "value", vs[0].Value, 0.3125, 1e-12)
	want := []Contribution{{"meals", 0.125}, {"safety", 0.1875}}
	if !reflect.DeepEqual(vs[0].Contributions, want) || vs[0].Rank != 1 || vs[0].Status != "no_replicates" {
		t.Errorf("%+v, want contributions %v", vs[0], want)
	}
	near(t, "need gap", row(t, h, "home", "meals", "need_gap").WeightedMean, 0.5, 1e-12)
	if h.Surveys[0].Status != NoFrameOfSurvey {
		t.Errorf("%+v, want it said that nothing is known about who was asked", h.Surveys[0])
	}
}

// Two groups of 8 and 2 answers with opposite views. Equal voices: ½ and ½.
// By population as answered: 0.8. By the frame (1 to 3): 0.25.
func TestNamedChoicesOfVoice(t *testing.T) {
	var answers []Answer
	for i := range 10 {
		who, group, first := fmt.Sprint("p", i), "many", 4.0
		if i >= 8 {
			group, first = "few", 0
		}
		for domain, score := range map[string]float64{"a": first, "b": 4 - first} {
			x := answer(who, "home", domain, "importance", score)
			x.TargetGroup = group
			answers = append(answers, x)
		}
	}
	frame := []Margin{{"s", "target_group", "many", 10, 0}, {"s", "target_group", "few", 30, 0}, {"s", "target_group", "silent", 10, 0}}
	for _, c := range []struct {
		rule    string
		margins []Margin
		want    float64
	}{{"equal", nil, 0.5}, {"population", nil, 0.8}, {"population", frame, 0.25}} {
		h := Listen(answers, c.margins, Ask{GroupShares: c.rule})
		near(t, c.rule, h.Sample.Point.Weights[0], c.want, 1e-9)
	}
	h := Listen(answers, frame, Ask{})
	if g := h.Groups[2]; g.Group != "silent" || g.Reached || g.Share != 0.2 {
		t.Errorf("%+v, want the silent fifth shown", g)
	}
}

// Proxies see no need where citizens do: they are kept apart and shown beside.
func TestProxiesAreKeptApart(t *testing.T) {
	var answers []Answer
	for i := range 8 {
		a := answer(fmt.Sprint("p", i), "home", "meals", "need", 3)
		if i >= 6 {
			a.Score, a.GivenBy = 1, "staff"
		}
		answers = append(answers, a)
	}
	twice := answer("p0", "home", "meals", "need", 0)
	twice.ID, twice.GivenBy = "0", "relative"
	off := answer("p1", "home", "safety", "need", 9)
	only := answer("p9", "day", "meals", "need", 2)
	only.GivenBy = "relative"
	h := Listen(append(answers, twice, off, only), nil, Ask{})
	r := row(t, h, "home", "meals", "need")
	near(t, "own mean", r.WeightedMean, 0.75, 1e-12)
	near(t, "with proxies", r.WithProxies, (6*0.75+2*0.25)/8, 1e-12)
	near(t, "proxy share", r.ProxyShare, 0.25, 1e-12)
	if r = row(t, h, "day", "meals", "need"); r.Status != NoFrameOfSurvey || r.ProxyShare != 1 {
		t.Errorf("%+v, want the proxies heard where no one else was", r)
	}
	codes := []string{}
	for _, w := range h.Warnings {
		codes = append(codes, w.Code)
	}
	if !slices.Contains(codes, BadScore) || !slices.Contains(codes, Twice) {
		t.Errorf("warnings %v, want %s and %s", codes, BadScore, Twice)
	}
}

// The bootstrap must find the spread that linearisation finds: R's 9.536 for the
// stratified schools, within 3 standard errors of a spread from 2,000 replicates.
func TestReplicatesSpreadAsPublished(t *testing.T) {
	rows := readCSV(t, "apistrat.csv")
	var persons []person
	for i, r := range rows {
		persons = append(persons, person{"s", fmt.Sprint(i), map[string]string{"stratum": r["stype"]},
			map[asked]score{{"school", "api", "need"}: {number(t, r["api00"]) / 1000, false}}})
	}
	margins := []Margin{{"s", "stratum", "E", 4421, 0}, {"s", "stratum", "H", 755, 0}, {"s", "stratum", "M", 1018, 0}}
	p := newPanel(persons, margins)
	q := newPoll(persons, Ask{}.withDefaults())
	sum, squares, n := 0.0, 0.0, 2000.0
	for _, e := range p.replicates(q, Ask{Replicates: int(n), Seed: 11}) {
		sum += e.Gap[0][0]
		squares += e.Gap[0][0] * e.Gap[0][0]
	}
	sd := math.Sqrt((squares - sum*sum/n) / (n - 1))
	near(t, "mean", q.estimate(p.weight).Gap[0][0]*1000, 662.29, 0.005)
	near(t, "standard deviation of replicates", sd*1000, 9.536, 3*9.536/math.Sqrt(2*n))
}

func manyAnswers(n int, r *rand.Rand) []Answer {
	var out []Answer
	for i := range n {
		who := fmt.Sprintf("p%03d", i)
		for k, service := range []string{"day", "home"} {
			for _, domain := range []string{"meals", "safety"} {
				for _, d := range []string{"importance", "need", "outcome"} {
					a := answer(who, service, domain, d, float64(r.IntN(5)))
					if d == "need" && k == 1 {
						a.Score = 4
					}
					a.Sex, a.AgeBand = []string{"f", "m"}[r.IntN(2)], "18-22"
					out = append(out, a)
				}
			}
		}
	}
	return out
}

// printed compares where DeepEqual would find NaN unlike itself.
func printed(h Hearing) string {
	s := ""
	for _, r := range h.Rows {
		s += fmt.Sprint(*r.Answered, r.Invited != nil && *r.Invited > 0)
		r.Answered, r.Invited = nil, nil
		s += fmt.Sprintln(r)
	}
	h.Rows = nil
	return s + fmt.Sprint(h)
}

func TestRanksApartOnlyWhenSure(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	answers := manyAnswers(60, r)
	margins := []Margin{{"s", "sex", "f", 600, 60}, {"s", "sex", "m", 500, 50}}
	ask := Ask{Replicates: 200, Seed: 3}
	h := Listen(answers, margins, ask)
	vs := Values(h.Sample, 0.9)
	if vs[0].Service != "home" || vs[1].Rank != 2 || vs[0].Tied || !(h.Sample.ServiceBefore("home", "day") > 0.99) {
		t.Errorf("%+v, want home above day: its need is always greatest", vs)
	}
	if !(vs[0].Low < vs[0].Value && vs[0].Value < vs[0].High) {
		t.Errorf("interval from %v to %v does not hold %v", vs[0].Low, vs[0].High, vs[0].Value)
	}
	if tied := Values(h.Sample, 1.1); tied[1].Rank != 1 || !tied[1].Tied || !tied[0].Tied {
		t.Errorf("%+v, want a tie when no certainty is enough", tied)
	}
	near(t, "P(a<b) + P(b<a)", h.Sample.DomainBefore("meals", "safety")+h.Sample.DomainBefore("safety", "meals"), 1, 1e-12)
	r.Shuffle(len(answers), func(i, j int) { answers[i], answers[j] = answers[j], answers[i] })
	slices.Reverse(margins)
	if again := Listen(answers, margins, ask); printed(again) != printed(h) {
		t.Error("another order of answers gives another result")
	}
	for _, e := range append(h.Sample.Replicates, h.Sample.Point) {
		near(t, "sum of weights", sumOf(e.Weights), 1, 1e-12)
	}
}

func TestTooFewAreNotShown(t *testing.T) {
	h := Listen([]Answer{answer("a", "home", "meals", "need", 1), answer("b", "home", "meals", "need", 3)}, nil, Ask{MinAnswers: 5})
	r := row(t, h, "home", "meals", "need")
	if r.Status != TooFew || !math.IsNaN(r.WeightedMean) || *r.Answered != 2 || r.Invited != nil {
		t.Errorf("%+v", r)
	}
	if h = Listen(nil, nil, Ask{}); len(h.Rows) != 0 || len(Values(h.Sample, 0.9)) != 0 {
		t.Errorf("%+v, want nothing from nothing", h)
	}
}
