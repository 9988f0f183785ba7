package priority

import "opdrift/pipeline/money"

// A Plan is what every scenario starts from: the same forecast, draws, frame and
// measures, so that scenarios differ by what they decide and by nothing else.
type Plan struct {
	Years    []int // of the forecast, rising, the first is when decisions start to work
	Services []Service
	Frames   []Frame
	Measures []Measure
	Capacity []Capacity

	Concept string // gross, service_expenditure or net, of both forecast and frame

	Realism  []float64 // factor on a measure's effect by evidence level, level 1 first
	Discount []Step    // real rates
}

// A Service is one service with its forecast at unchanged policy.
type Service struct {
	Service      string
	Committee    string
	Statutory    string  // must or may; empty counts as must
	MinimumShare float64 // of the forecast, 0 to 1: what the law or good practice demands; NaN when not given
	Turnover     float64 // share of the volume re-assessed in a year; NaN takes the scenario's
	Value        float64 // what citizens' answers make of it (Values), 0 to 1; NaN when not known

	Forecast []money.Ore // mean of each of Plan.Years
	Draws    [][]float32 // [year][draw] kroner, the same draws in all services; nil when there are none
}

// A Frame is what a year may cost: of one service, of one committee, or of all
// (both empty or "all").
type Frame struct {
	Year      int
	Service   string
	Committee string
	Amount    money.Ore
}

// A Capacity is the hours that can go into carrying out measures in a year.
type Capacity struct {
	Year  int
	Hours float64
}

// A Step is the discount rate of the years from FromYear on, 0 being the first.
type Step struct {
	FromYear int
	Rate     float64
}

// A Measure can be decided. Effect is the relative change of what the service
// spends once the measure works fully: −0.05 is five percent less.
type Measure struct {
	Measure string
	LabelDa string
	LabelEn string
	Kind    string // prevention, digital, service_level, price, capacity, volunteer
	Service string

	OneOff          money.Ore // in the start year
	Yearly          money.Ore // in each year from the start, alternative channel apart
	AlternativeCost money.Ore // yearly cost of the channel for those who do not choose it

	LeadMonths  int
	Profile     string // step, linear, front, back, adoption
	EffectOn    string // volume, unit_cost, inflow, duration
	Effect      float64
	EffectLow   float64 // 95 % interval; NaN when not given
	EffectHigh  float64
	Persistence float64 // share of the effect that is left a year later, 0 to 1; NaN counts as 1
	Horizon     int     // years from the start in which it runs; 0: as long as is looked at
	ChooseShare float64 // of the users who choose it; NaN counts as 1
	Evidence    int     // 1 expert opinion … 5 replicated trial

	Mandatory      bool
	ExclusiveGroup string
	Requires       []string
	CapacityUse    float64 // hours in the start year
	Reason, Source string
}
