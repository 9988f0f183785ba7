package priority

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"opdrift/pipeline/money"
)

var nan = math.NaN()

// two services of 1,000 and 3,000 kroner, floors of half and of two thirds, all
// re-assessed every year.
func small() Plan {
	return Plan{
		Years: []int{2027},
		Services: []Service{
			{Service: "home", Committee: "old", Statutory: "must", MinimumShare: 0.5, Turnover: 1, Value: 0.4, Forecast: []money.Ore{1000_00}},
			{Service: "day", Committee: "young", Statutory: "may", MinimumShare: 2.0 / 3, Turnover: 1, Value: 0.1, Forecast: []money.Ore{3000_00}},
		},
		Frames: []Frame{{Year: 2027, Amount: 3700_00}},
	}
}

func apply(t *testing.T, p Plan, rule Rule, change func(*Params)) Outcome {
	t.Helper()
	s := Scenario{Name: "s", Rule: rule, Params: DefaultParams()}
	if change != nil {
		change(&s.Params)
	}
	o, err := Apply(p, s)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestBaselineShowsTheGap(t *testing.T) {
	o := apply(t, small(), None, nil)
	if y := o.Years[0]; y.Gap != 300_00 || y.Unmet != 300_00 || y.Cut != 0 || y.After != 4000_00 || y.Status != OverFrame {
		t.Errorf("%+v, want a gap of 300 kroner left open", y)
	}
}

// κ = (4000 − 3700) / (500 + 1000) = 0.2: by hand, 100 and 200 kroner.
func TestAcrossTheBoardIsTheClosedForm(t *testing.T) {
	o := apply(t, small(), Proportional, nil)
	if day, home := o.Services[0].Cut, o.Services[1].Cut; day != 200_00 || home != 100_00 {
		t.Errorf("cuts of day %v and home %v, want 200 and 100", day, home)
	}
	if o.Total.Status != WithinFrame || o.Total.Unmet != 0 || o.Total.After != 3700_00 {
		t.Errorf("%+v", o.Total)
	}
}

// In the first year only the re-assessed quarter can change: room 125 + 250,
// below the 500 wanted. In the second 1 − 0.75² = 0.4375 of it, 656.25.
func TestRunningGrantsBindAtTurnover(t *testing.T) {
	p := small()
	p.Years = []int{2027, 2028}
	for i := range p.Services {
		p.Services[i].Turnover = nan
		p.Services[i].Forecast = append(p.Services[i].Forecast, p.Services[i].Forecast[0])
	}
	p.Frames = []Frame{{Year: 2027, Amount: 3500_00}, {Year: 2028, Amount: 3500_00}}
	o := apply(t, p, Proportional, nil)
	if y := o.Years[0]; y.Cut != 375_00 || y.Unmet != 125_00 || y.Status != Unmet {
		t.Errorf("first year %+v, want 375 cut and 125 unmet", y)
	}
	if y := o.Years[1]; y.Cut != 500_00 || y.Status != WithinFrame {
		t.Errorf("second year %+v, want 500 cut", y)
	}
	if o.Total.Status != Unmet {
		t.Errorf("status of the whole %s, want that of its worst year", o.Total.Status)
	}
}

// The more valued of two is the top quartile (rounded up to one service): it is
// not cut, and the other's floor leaves 300 of 1,300 unmet.
func TestProtectKeepsTheMostValued(t *testing.T) {
	p := small()
	p.Frames[0].Amount = 2700_00
	o := apply(t, p, Protect, nil)
	day, home := o.Services[0], o.Services[1]
	if home.Cut != 0 || !home.Protected || day.Cut != 1000_00 || day.After != day.Floor || o.Years[0].Unmet != 300_00 {
		t.Errorf("home %+v, day %+v, unmet %v", home, day, o.Years[0].Unmet)
	}
	// Nobody protected: weights 1 − V/max V are 0 and 0.75, so day gives way alone until its floor.
	o = apply(t, p, Protect, func(s *Params) { s.ProtectedShare = 0 })
	if day, home := o.Services[0].Cut, o.Services[1].Cut; day != 1000_00 || home != 300_00 {
		t.Errorf("cuts of day %v and home %v, want 1000 and then 300", day, home)
	}
	for i := range p.Services {
		p.Services[i].Value = nan
	}
	if o = apply(t, p, Protect, nil); o.Total.Status != NoValue || o.Total.Cut != 0 {
		t.Errorf("without citizens' values %+v, want no cuts and a status", o.Total)
	}
}

func TestFrameLevels(t *testing.T) {
	p := small()
	p.Frames = []Frame{{Year: 2027, Committee: "old", Amount: 900_00}, {Year: 2027, Service: "day", Amount: 3500_00}}
	o := apply(t, p, Proportional, func(s *Params) { s.FrameLevel = "committee" })
	if day, home := o.Services[0].Cut, o.Services[1].Cut; day != 0 || home != 100_00 {
		t.Errorf("cuts of day %v and home %v, want only home's own gap of 100", day, home)
	}
	if o = apply(t, p, Proportional, nil); o.Total.Cut != 0 || o.Total.Frame != 4400_00 {
		t.Errorf("%+v, want no cut: together they keep the frame", o.Total)
	}
	p.Frames = p.Frames[:1]
	if o = apply(t, p, None, nil); o.Total.Forecast != 1000_00 || o.Total.Gap != 100_00 {
		t.Errorf("%+v, want only the committee that has a frame", o.Total)
	}
	p.Frames = nil
	if o = apply(t, p, Proportional, nil); o.Total.Status != NoFrame || !math.IsNaN(o.Total.KeepsFrame) {
		t.Errorf("%+v, want no_frame", o.Total)
	}
}

func TestMustWithoutMinimumIsNotCut(t *testing.T) {
	p := small()
	p.Services[0].MinimumShare, p.Services[1].MinimumShare = nan, nan
	o := apply(t, p, Proportional, nil)
	if day, home := o.Services[0].Cut, o.Services[1].Cut; day != 300_00 || home != 0 {
		t.Errorf("cuts of day %v and home %v, want 300 from the may service alone", day, home)
	}
}

// Draws of 3,600, 3,800, 4,000, 4,400 kroner in total; after a cut of 7.5 % (300
// of 4,000, the same in both services here) 3,330, 3,515, 3,700, 4,070.
func TestProbabilityComesFromTheDraws(t *testing.T) {
	p := small()
	p.Services[0].MinimumShare, p.Services[1].MinimumShare = 0, 0
	p.Services[0].Draws = [][]float32{{900, 950, 1000, 1100}}
	p.Services[1].Draws = [][]float32{{2700, 2850, 3000, 3300}}
	if o := apply(t, p, None, nil); o.Total.KeepsFrame != 0.25 {
		t.Errorf("baseline keeps the frame in %v, want 0.25", o.Total.KeepsFrame)
	}
	if o := apply(t, p, Proportional, nil); o.Total.KeepsFrame != 0.75 {
		t.Errorf("after cuts %v, want 0.75", o.Total.KeepsFrame)
	}
	gaps, err := BudgetGap(p, 0.75)
	if err != nil {
		t.Fatal(err)
	}
	if g := gaps[0]; g.Level != "all" || g.Gap != 300_00 || g.Overspend != 0.75 || g.Reserve != 300_00 || !g.HasReserve || g.Status != "ok" {
		t.Errorf("%+v, want 300 over, 3 of 4 draws above, and 4,000 − 3,700 in reserve", g)
	}
}

func randomPlan(r *rand.Rand) Plan {
	p := Plan{Years: []int{2027, 2028}}
	shares := []float64{nan, 0, 0.3, 0.9, 1}
	for i := range 1 + r.IntN(9) {
		s := Service{Service: string(rune('a' + i)), Committee: string(rune('A' + r.IntN(3))), Statutory: []string{"must", "may"}[r.IntN(2)],
			MinimumShare: shares[r.IntN(5)], Turnover: []float64{nan, 0.1, 1}[r.IntN(3)], Value: []float64{nan, 0, 0.2, 0.2, 0.5}[r.IntN(5)]}
		for range p.Years {
			s.Forecast = append(s.Forecast, money.Ore(r.Int64N(1e9)-1e7))
		}
		p.Services = append(p.Services, s)
	}
	for _, y := range p.Years {
		p.Frames = append(p.Frames, Frame{Year: y, Amount: money.Ore(r.Int64N(5e9))})
	}
	return p
}

// Whatever the input: cuts and the unmet rest are the gap to the øre, no service
// goes below what it can reach, protected ones are not cut, and the order of
// services is irrelevant.
func TestCutsOnRandomInput(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 500 {
		p := randomPlan(r)
		for _, rule := range []Rule{Proportional, Protect} {
			o := apply(t, p, rule, nil)
			for _, y := range o.Years {
				if y.Status != NoValue && y.Cut+y.Unmet != max(0, y.Gap) {
					t.Fatalf("plan %d %s: cut %v + unmet %v is not the gap %v", i, rule, y.Cut, y.Unmet, y.Gap)
				}
				if y.After != y.Forecast-y.Cut {
					t.Fatalf("plan %d %s: %+v does not add up", i, rule, y)
				}
			}
			for _, s := range o.Services {
				if s.Cut < 0 || s.Cut > 0 && (s.After < s.Reachable || s.Reachable < s.Floor || s.Protected) {
					t.Fatalf("plan %d %s: %+v is below its floor", i, rule, s)
				}
			}
			q := p
			q.Services = append([]Service(nil), p.Services...)
			r.Shuffle(len(q.Services), func(a, b int) { q.Services[a], q.Services[b] = q.Services[b], q.Services[a] })
			again := apply(t, q, rule, nil)
			if !reflect.DeepEqual(again.Services, o.Services) {
				t.Fatalf("plan %d %s: another order of services gives other cuts", i, rule)
			}
		}
	}
}

func TestEveryFaultOfAPlan(t *testing.T) {
	p := small()
	p.Years = []int{2027, 2029}
	p.Services[0].MinimumShare = 1.5
	p.Measures = []Measure{{Measure: "m", Evidence: 6, Profile: "steep", EffectOn: "volume"}}
	err := p.Check()
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"2029", "minimum_share is 1.5", "1 forecasts", "evidence is 6", "steep", "realism"} {
		if !contains(err.Error(), want) {
			t.Errorf("%v\ndoes not say %q", err, want)
		}
	}
}
