package priority

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"opdrift/pipeline/money"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

var fm2021 = []Step{{0, 0.035}, {36, 0.025}, {71, 0.015}}

// Factors and present values stand in data/priority/invest, computed there from
// the definition.
func TestDiscountingAsPublished(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join(dataDir(t), "priority", "invest", "discount_npv_vectors.json"))
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Factors map[string]float64 `json:"discount_factors"`
		Cases   []struct {
			ID       string
			Cashflow []float64
			NPV      float64 `json:"npv_fm2021"`
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	for year, want := range file.Factors {
		n, err := strconv.Atoi(year)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "factor of year "+year, DiscountFactor(fm2021, n), want, 1e-14)
	}
	for _, c := range file.Cases {
		near(t, c.ID, NPV(fm2021, c.Cashflow), c.NPV, 1e-9*math.Abs(c.NPV))
	}
}

func measure(name string, oneOff money.Ore, effect float64) Measure {
	return Measure{Measure: name, Kind: "prevention", Service: "home", OneOff: oneOff, Profile: "step", EffectOn: "volume",
		Effect: effect, EffectLow: effect, EffectHigh: effect, Persistence: 1, ChooseShare: nan, Evidence: 5}
}

// One service of 1,000 kroner a year for three years, nothing over the frame.
func investing(measures ...Measure) Plan {
	p := Plan{
		Years:    []int{2027, 2028, 2029},
		Services: []Service{{Service: "home", Statutory: "may", MinimumShare: 0, Turnover: 1, Value: nan, Forecast: []money.Ore{1000_00, 1000_00, 1000_00}}},
		Measures: measures,
		Realism:  []float64{0.2, 0.4, 0.6, 0.8, 1},
	}
	for _, y := range p.Years {
		p.Frames = append(p.Frames, Frame{Year: y, Amount: 1000_00})
	}
	return p
}

func invest(t *testing.T, p Plan, change func(*Params)) Outcome {
	t.Helper()
	return apply(t, p, Portfolio, func(s *Params) {
		s.NPVYears, s.SavingCap, s.InvestmentShare, s.UnprovenShare = 3, 1, 1, 1
		if change != nil {
			change(s)
		}
	})
}

func choice(o Outcome, measure string) Choice {
	for _, c := range o.Choices {
		if c.Measure == measure {
			return c
		}
	}
	return Choice{}
}

// Half off, then half of the rest: two measures of 50 % save 75 %, 750 a year.
// Without discounting the first is worth 3·500 − 100, both 3·750 − 200.
func TestSavingsMultiply(t *testing.T) {
	o := invest(t, investing(measure("a", 100_00, -0.5), measure("b", 100_00, -0.5)), nil)
	if o.Total.MeasureSaving != 3*750_00 || o.Total.MeasureCost != 200_00 || !o.Total.Proven {
		t.Errorf("%+v, want 2,250 saved for 200", o.Total)
	}
	near(t, "npv", o.Total.NPV, 3*750-200, 1e-6)
	if a := choice(o, "a"); a.NPV != 1400_00 || a.Gain != 1500_00 || a.ExpectedSaving != 1500_00 {
		t.Errorf("%+v, want 1,400 alone", a)
	}
	o = invest(t, investing(measure("a", 100_00, -0.5), measure("b", 100_00, -0.5)), func(s *Params) { s.SavingCap = 0.5 })
	if b := choice(o, "b"); o.Total.MeasureSaving != 3*500_00 || b.Selected || b.Reason != "overlap" {
		t.Errorf("%+v %+v, want one alone under a cap of a half", o.Total, b)
	}
}

// Evidence 3: a tenth becomes 6 % expected. Lead 13 months: nothing in the first
// two years. sd = 0.0392/3.92 = 0.01, widened to 0.01/√0.6 = 0.01291, and the
// 25th percentile is 0.06 − 0.67449·0.01291 = 0.051292.
func TestRealismLeadTimeAndCaution(t *testing.T) {
	m := measure("a", 10_00, -0.1)
	m.Evidence, m.LeadMonths, m.EffectLow, m.EffectHigh = 3, 13, -0.1196, -0.0804
	o := invest(t, investing(m), nil)
	c := choice(o, "a")
	if c.ExpectedSaving != 60_00 {
		t.Errorf("expected saving %v, want 60 in the third year alone", c.ExpectedSaving)
	}
	if c.CautiousSaving != 51_29 {
		t.Errorf("cautious saving %v, want 51.29", c.CautiousSaving)
	}
	m.EffectLow, m.EffectHigh = nan, nan
	if c = choice(invest(t, investing(m), nil), "a"); c.CautiousSaving != 0 || !c.Selected {
		t.Errorf("%+v: without an interval budgets count on nothing", c)
	}
}

func TestReasons(t *testing.T) {
	gain := measure("gain", 10_00, -0.1)
	dud := measure("dud", 500_00, -0.01)
	digital := measure("digital", 1_00, -0.1)
	digital.Kind = "digital"
	needs := measure("needs", 1_00, -0.1)
	needs.Requires = []string{"digital"}
	lost := measure("lost", 1_00, -0.1)
	lost.Service = "elsewhere"
	twin := measure("twin", 20_00, -0.1)
	gain.ExclusiveGroup, twin.ExclusiveGroup = "g", "g"
	must := measure("must", 5_00, 0)
	must.Mandatory, must.Kind = true, "price"
	unsure := measure("unsure", 60_00, -0.5)
	unsure.Evidence = 2
	slow := measure("slow", 1_00, -0.05)
	slow.CapacityUse = 100
	dear := measure("dear", 900_00, -0.9)
	dear.LeadMonths = 12
	p := investing(gain, dud, digital, needs, lost, twin, must, unsure, slow, dear)
	p.Capacity = []Capacity{{2027, 50}}
	o := invest(t, p, func(s *Params) { s.UnprovenShare, s.InvestmentShare = 0.5, 0.1 })
	for name, want := range map[string]string{
		"gain": "chosen", "dud": "npv", "digital": "kind", "needs": "unsupported", "lost": "service", "twin": "exclusive",
		"must": "mandatory", "unsure": "unproven", "slow": "hours", "dear": "budget",
	} {
		c := choice(o, name)
		if c.Reason != want || c.ReasonDa == "" || c.ReasonEn == "" {
			t.Errorf("%s: %+v, want %s", name, c, want)
		}
	}
}

// The dear measure cannot be paid in 2027, when the forecast is at the frame and
// nothing may be cut, but in 2028, which has 300 to spare.
func TestStartYearWaitsForMoney(t *testing.T) {
	p := investing(measure("a", 250_00, -0.3))
	p.Services[0].MinimumShare = 1
	p.Measures[0].LeadMonths = 12
	p.Frames[1].Amount = 1300_00
	if c := choice(invest(t, p, nil), "a"); c.Selected || c.Reason != "budget" {
		t.Errorf("%+v, want it not to fit in the first year", c)
	}
	c := choice(invest(t, p, func(s *Params) { s.StartYears = 3 }), "a")
	if !c.Selected || c.StartYear != 2028 || c.NPV != 50_00 {
		t.Errorf("%+v, want a start in 2028: 300 saved in 2029 for 250", c)
	}
}

// A mandatory measure dearer than what may be invested: said, not bent.
func TestMandatoryThatDoesNotFit(t *testing.T) {
	m := measure("a", 500_00, 0)
	m.Mandatory = true
	o := invest(t, investing(m), func(s *Params) { s.InvestmentShare = 0.01 })
	if o.Total.Status != NoPortfolio || choice(o, "a").Reason != "failed" || !contains(o.Total.Note, "a is mandatory") {
		t.Errorf("%+v %+v", o.Total, o.Choices)
	}
}

// What measures leave of the gap is cut across the board.
func TestRestOfTheGapIsCut(t *testing.T) {
	p := investing(measure("a", 50_00, -0.1))
	for i := range p.Frames {
		p.Frames[i].Amount = 800_00
	}
	o := invest(t, p, nil)
	for i, want := range []money.Ore{150_00, 100_00, 100_00} { // 1000 − 100 + 50 − 800, then without the one-off
		if y := o.Years[i]; y.Cut != want || y.After != 800_00 || y.Unmet != 0 {
			t.Errorf("%+v, want a cut of %v", y, want)
		}
	}
}

// Against every set of up to nine random measures, valued by worthOf.
func TestPortfolioIsTheBestOfAll(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for i := range 60 {
		p := randomPlan(r)
		p.Realism, p.Discount = []float64{0.2, 0.4, 0.6, 0.8, 1}, fm2021
		for k := range 9 {
			m := measure(string(rune('m'+k)), money.Ore(r.Int64N(2e6)), -0.1*r.Float64())
			m.Service, m.Evidence = p.Services[r.IntN(len(p.Services))].Service, 1+r.IntN(5)
			m.EffectLow, m.EffectHigh = m.Effect-0.02, m.Effect+0.02
			m.LeadMonths, m.Profile, m.CapacityUse = r.IntN(20), profiles[r.IntN(5)], 10*r.Float64()
			p.Measures = append(p.Measures, m)
		}
		p.Capacity = []Capacity{{2027, 25}}
		s := Scenario{Name: "s", Rule: Portfolio, Params: DefaultParams()}
		w := newWork(p.scaled(s.Params), s)
		f := w.field()
		limits, _ := w.limits()
		problem := f.problem(limits)
		best := 0.0
		for mask := range 1 << len(f.candidates) {
			var set []candidate
			for k, c := range f.candidates {
				if mask>>k&1 == 1 {
					set = append(set, c)
				}
			}
			fits := brokenCap(set, problem) == ""
			worth := f.worthOf(set)
			for t, cost := range worth.net() {
				fits = fits && cost <= limits[t].Max
			}
			if fits && worth.npv > best {
				best = worth.npv
			}
		}
		o, err := Apply(p, s)
		if err != nil {
			t.Fatal(err)
		}
		if !o.Total.Proven || math.Abs(o.Total.NPV-best) > 0.011 {
			t.Fatalf("plan %d: %+v, want %v", i, o.Total, best)
		}
		q := p
		q.Measures = append([]Measure(nil), p.Measures...)
		r.Shuffle(len(q.Measures), func(a, b int) { q.Measures[a], q.Measures[b] = q.Measures[b], q.Measures[a] })
		again, err := Apply(q, s)
		if err != nil || !reflect.DeepEqual(again.Choices, o.Choices) {
			t.Fatalf("plan %d: another order of measures gives other choices (%v)", i, err)
		}
	}
}
