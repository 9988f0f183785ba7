package priority

import "opdrift/pipeline/money"

// An Outcome is what one scenario does.
type Outcome struct {
	Total    Total   // over all years: the row of the scenario table
	Years    []Total // year by year
	Services []ServiceYear
	Choices  []Choice
}

// Status words of a scenario.
const (
	WithinFrame = "within_frame" // every year's mean keeps the frame
	OverFrame   = "over_frame"   // the gap stays open because nothing is done
	Unmet       = "infeasible"   // floors and turnover leave a part of the gap; see Unmet
	NoFrame     = "no_frame"     // no budget to hold the forecast against
	NoValue     = "no_value"     // citizens' answers say nothing about any service
	NoPortfolio = "no_portfolio" // mandatory measures cannot all be carried out
)

// A Total is one scenario, in one year or (Year 0) over all.
//
//	Gap   = Forecast − Frame
//	After = Forecast − Cut − MeasureSaving + MeasureCost
//
// over the services that a frame covers. Unmet is what is left of the gap.
type Total struct {
	Scenario      string
	Year          int
	Forecast      money.Ore
	Frame         money.Ore
	Gap           money.Ore
	Cut           money.Ore
	MeasureCost   money.Ore
	MeasureSaving money.Ore // at the cautious quantile
	After         money.Ore
	Unmet         money.Ore
	KeepsFrame    float64 // probability from the draws; over all years: that every year does; NaN without draws
	Status        string
	Proven        bool    // the choice of measures is proven best; true where nothing is chosen
	NPV           float64 // kroner, of the chosen measures together; 0 when none; NPVBound is no less than the best
	NPVBound      float64
	Note          string // why a portfolio is not there or not proven
}

// A ServiceYear is one service in one year of a scenario.
type ServiceYear struct {
	Scenario      string
	Year          int
	Service       string
	Committee     string
	Forecast      money.Ore
	Cut           money.Ore // by lower service level, never below 0
	MeasureCost   money.Ore
	MeasureSaving money.Ore
	After         money.Ore // Forecast − Cut − MeasureSaving + MeasureCost
	Floor         money.Ore // least the service level may cost: minimum_share of the forecast less savings
	Reachable     money.Ore // least it can cost this year, because running grants change only at re-assessment
	Protected     bool
}

// A Choice is one measure in a scenario. NPV, Cost and savings are the measure's
// own, as if it stood alone; measures on the same service share less.
type Choice struct {
	Scenario       string
	Measure        string
	Selected       bool
	StartYear      int     // 0 when not selected
	Share          float64 // 1 when carried out, else 0: measures are not split
	Cost           money.Ore
	ExpectedSaving money.Ore // over the forecast's years, after realism
	CautiousSaving money.Ore // what the budgets count on
	NPV            money.Ore // over NPVYears, expected; Gain less the present value of the cost
	Gain           money.Ore // present value of the expected savings
	Reason         string    // a word, see reasons
	ReasonEn       string
	ReasonDa       string
}

// A Gap is one row of budget_gap.
type Gap struct {
	Year       int
	Level      string // all, committee or service
	Name       string // of the committee or service; all
	Concept    string
	Frame      money.Ore
	Forecast   money.Ore
	Gap        money.Ore // forecast − frame
	Overspend  float64   // probability that spending is above the frame; NaN without draws
	Reserve    money.Ore // on top of the frame, to keep it with probability ReserveFor; 0 when none is needed
	ReserveFor float64
	HasReserve bool   // false without draws
	Status     string // ok, no_frame, no_draws
}
