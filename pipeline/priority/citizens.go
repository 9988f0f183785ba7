package priority

// An Answer is one citizen's score of one life domain of one service, in one of
// the dimensions importance, need, outcome (what is experienced) and
// satisfaction. The dimensions are never averaged together.
type Answer struct {
	ID         string
	Survey     string
	Respondent string
	Service    string
	Domain     string
	Dimension  string
	Score      float64
	ScaleMin   float64
	ScaleMax   float64
	// HigherIsBetter is false where a low score means much of the dimension.
	HigherIsBetter bool
	GivenBy        string // self, relative or staff; empty counts as self

	// What margins can be about; empty when not known.
	Stratum, AgeBand, Sex, District, TargetGroup string
}

// A Margin is one level of what is known about all who could have been asked:
// Margin is stratum, age_band, sex, district, target_group, or service.
type Margin struct {
	Survey     string
	Margin     string
	Level      string
	Population int64
	Invited    int64 // 0 when not known
}

// A Mean is a published result, where the answers themselves are not to be had.
type Mean struct {
	Municipality  string
	Service       string // "all" or empty when the result is not by service
	Domain        string
	Dimension     string
	Year          int
	Mean          float64
	Invited       int64   // 0 when not known
	Answered      int64   // 0 when not known
	StandardError float64 // NaN when not known
	ScaleMin      float64 // NaN when not known
	ScaleMax      float64
}

// Ask says how answers become weights. Each choice is one of value, not of
// arithmetic, and must be visible beside the results.
type Ask struct {
	GroupBy     string // whose voices are shared out: target_group (default), district, age_band, sex or stratum
	GroupShares string // population (default), need or equal
	Replicates  int    // of the bootstrap; 0 gives no intervals of weights and values
	Seed        uint64
	MinAnswers  int // rows of fewer are not shown
}

// A CitizenValue is one row of citizen_value. Means are on the scale from 0 to
// 1, 1 being most. Besides the four dimensions there is need_gap, how far the
// need exceeds what is experienced, answer by answer.
type CitizenValue struct {
	Service   string
	Domain    string
	Dimension string

	Invited      *int64 // nil when not known for this service
	Answered     *int64
	ResponseRate float64

	WeightedMean   float64
	StandardError  float64
	Low, High      float64 // 95 %
	UnreachedShare float64 // of the population, in groups where nobody answered
	Neff           float64 // answers that equal weights would have needed for the same precision
	ProxyShare     float64 // of all answers, those given by relatives or staff
	WithProxies    float64 // the mean if proxies counted as the citizens' own
	Status         string
}

// Status words of citizen_value.
const (
	Heard           = "ok"
	TooFew          = "too_few"              // fewer than MinAnswers: no mean
	ProxyOnly       = "proxy_only"           // no one answered for themselves: the mean is of proxies
	Constant        = "constant"             // all answered the same: no interval
	NotRaked        = "not_raked"            // not even one margin could be met: no mean
	NoFrameOfSurvey = "no_survey_frame"      // unweighted: nothing known about who was asked
	NoError         = "no_standard_error"    // published without one: no interval
	NoScale         = "no_scale"             // published without its scale: no mean from 0 to 1
	NeedAlone       = "need_without_outcome" // need_gap is the need itself: nobody asked what is experienced
)

// A DomainWeight is how much a life domain counts, of 1 over the domains; for
// one service, or for "all".
type DomainWeight struct {
	Service   string
	Domain    string
	Weight    float64
	Low, High float64 // 95 % of the replicates; NaN without
	Status    string  // ok, or no_importance: all equal, because nobody was asked
}

// A GroupShare is how much a group's voice counts in the weights of all
// services. A group that nobody reached has its share shown, and no voice.
type GroupShare struct {
	Group    string
	Share    float64
	Answered int
	Reached  bool
}

// A SurveyFact is how one survey was weighted.
type SurveyFact struct {
	Survey      string
	Respondents int
	Population  float64
	Deff        float64 // Kish: 1 + cv²(w)
	Neff        float64
	Trimmed     float64 // share of respondents whose weight was trimmed
	Unreached   float64 // population share
	Iterations  int
	LeftOut     []string // margins that could not be met together with the others
	Loose       int      // replicates that meet the margins only nearly
	Status      string   // ok, not_raked, no_survey_frame
}

// A Warning is something about a survey that a reader must know.
type Warning struct {
	Survey string
	Margin string
	Level  string
	Code   string  // see the constants
	Share  float64 // of the population (levels) or answers (scores); NaN where neither
	Text   string  // English
	TextDa string
}

// Codes of warnings.
const (
	Unreached     = "unreached"       // a level of the population where nobody answered
	Collapsed     = "collapsed"       // a level of under 5 respondents, weighted together with others
	MarginLeftOut = "margin_left_out" // cannot be met together with the others; Level is its worst
	NoConvergence = "no_convergence"  // not even one margin can be met
	UnknownMargin = "unknown_margin"  // a margin that answers say nothing about
	OutsideFrame  = "outside_frame"   // respondents of a level that the frame lacks
	Disagree      = "margins_disagree"
	BadScore      = "bad_score"
	Twice         = "answered_twice"
	FrameMissing  = "no_survey_frame"
)

// A Hearing is all that the citizens' answers came to.
type Hearing struct {
	Rows     []CitizenValue
	Weights  []DomainWeight
	Groups   []GroupShare
	Surveys  []SurveyFact
	Warnings []Warning
	Sample   Sample
}

// A Sample is the estimate that values are made of, and its replicates. The
// weight rows of the replicates are the weight sample of a sensitivity analysis.
type Sample struct {
	Services   []string // sorted
	Domains    []string // sorted
	Point      Estimate
	Replicates []Estimate
}

// An Estimate is one set of weights and needs.
type Estimate struct {
	Weights []float64   // by domain, over all services, sum 1
	Of      [][]float64 // [service][domain], weights within a service; NaN not asked
	Gap     [][]float64 // [service][domain], weighted mean need gap; NaN not asked
}
