package priority

// A Rule is how a scenario closes the gap between forecast and frame.
type Rule string

const (
	None         Rule = "none"         // nothing is done: the gap is shown
	Proportional Rule = "proportional" // every service is cut the same part of the way to its floor
	Protect      Rule = "protect"      // what citizens value most is kept, the rest cut by value
	Portfolio    Rule = "portfolio"    // the measures of greatest value, then Proportional
)

// A Scenario is a set of assumptions, and a difference from the baseline. Files
// of package scenarios become this type.
type Scenario struct {
	Name        string
	LabelDa     string
	LabelEn     string
	Description string
	Source      string
	Rule        Rule
	Params      Params
	Reasons     []Assumption // of the values the file sets, by key
}

// An Assumption is a value that a scenario sets, and why.
type Assumption struct{ Key, Value, Reason string }

// Params are the numbers that a scenario may set. DefaultParams has the rest.
type Params struct {
	FrameLevel     string  // all, committee or service: within what the gap is closed
	FrameChange    float64 // relative change of every frame
	ForecastChange float64 // relative change of every forecast and draw
	Turnover       float64 // share of running volume re-assessed a year
	MinimumMay     float64 // minimum_share of a may service that has none

	ProtectedShare float64 // of the services, those of highest value are not cut

	Kinds            []string // of measures that can be chosen; mandatory ones always can
	InvestmentShare  float64  // of the frame, what measures may cost net in a year
	UnprovenShare    float64  // of that, what may go to measures of evidence 1 or 2
	SavingCap        float64  // most that all measures together take off one service
	CautionQuantile  float64  // of a saving's distribution that budgets count on
	ForecastQuantile float64  // of the total's draws that investment must leave room for; 0 takes the mean
	NPVYears         int      // years of cost and gain in the net present value
	RampYears        int      // until a profile other than step works fully
	StartYears       int      // first years in which a measure can start
	NodeLimit        int      // branches tried before the search stops unproven
}

// DefaultParams are the values of a scenario that sets none. A turnover of one
// in four is the usual rhythm of re-assessment (every fourth year in the
// longest); it is an assumption to replace by the municipality's own.
func DefaultParams() Params {
	return Params{
		FrameLevel: "all", Turnover: 0.25,
		ProtectedShare: 0.25,
		Kinds:          []string{"prevention"}, InvestmentShare: 0.01, UnprovenShare: 0.3,
		SavingCap: 0.25, CautionQuantile: 0.25, NPVYears: 10, RampYears: 3, StartYears: 1, NodeLimit: 100_000,
	}
}
