package forecasts

import (
	"fmt"
	"slices"
)

// A Flow is who came into one service, stayed and left, year by year: what the
// model cohort works on. The series of the service's age bands share one Flow.
type Flow struct {
	Rows []FlowRow // in any order
	Ages *Ages     // of the municipality; nil where single ages are not known
}

// A FlowRow counts the persons of one kind in one year.
type FlowRow struct {
	Year     int
	Age      int     // completed years on the year's first day; -1 for those born in the year
	Duration int     // completed years in the service then, 3 and more as 3; Entrant for those who came in the year
	Persons  float64 // of the kind
	Exits    float64 // of them, who left in the year
	Days     float64 // of those who were there to the year's end, in full-year persons
	ExitDays float64 // of those who left
}

// Entrant is the duration of persons who came in the year, on its first day too.
const Entrant = -1

// A Band is a series' ages, both inclusive.
type Band struct{ From, To int }

// cohort forecasts volume as stock and flow, service by service. Of the newest
// years (five at most) it takes, by age band b and years in the service d,
//
//	entry rate      λ_b  = (E_b + k) / (N_b + k/λ̄)                persons per inhabitant
//	exit hazard     q_bd = (X_bd + κ·q̄_d) / (P_bd + κ)            per person and year
//	mean presence   of those who stay, enter, leave: full-year persons a head
//
// with the service's own rates λ̄, q̄_d as priors (Gamma with k = 1 entry, Beta with
// κ = 5 persons): the posterior means, so that a band with few persons takes after
// the service. A year in which a person turns 18, 23 or 67 has a hazard of its own,
// because services end or change there. Then the stock of the last year grows one
// year older and longer each year:
//
//	stock(a+1, d+1) = stock(a, d)·(1 − q)
//	entries(a) = λ_b · drift (entrydrift.go) · N_b · share of age a (cohortages.go)
//	volume_b = c_b · Σ_a presence, half of a year of age counting for the band of a+1
//
// c_b is the band's volume of the years of the rates over what the model makes of each from
// its own first day, kept between 0.8 and 1.25: it takes up what the yearly steps leave
// out. Of one year it would be that year's luck, which the stock already holds. Exposure N is
// the newest vintage.
//
// Draws from the posteriors are [cohort.Sample] (cohortdraws.go).
//
// It needs a Flow of three years up to the origin, exposure for the bands, and
// volume in the band; otherwise the error wraps ErrNoFlow or [ErrNoExposure].
//
// Source: stock-flow projection by age and duration as in Wittenberg, Hu and
// others, PSSRU long-term care model (2018), section 3; posterior means of Gamma and
// Beta rates: Gelman and others, Bayesian Data Analysis, 3rd ed., section 2.6.
type cohort struct{}

// Name implements [Model].
func (cohort) Name() string { return "cohort" }

const (
	flowYears     = 5
	entryPrior    = 1.0
	hazardPrior   = 5.0
	oldestAge     = 110
	longest       = 3
	leastFlow     = 3
	correctionLow = 0.8
)

// turning are the ages at which services end or change.
var turning = []int{18, 23, 67}

// Fit implements [Model].
func (cohort) Fit(p Panel, horizon int) ([]Path, error) {
	if horizon < 1 {
		panic(fmt.Sprintf("forecasts: horizon %d is less than 1", horizon))
	}
	paths := make([]Path, len(p.Series))
	for i, s := range p.Series {
		if s.Flow == nil || p.Frequency != 1 {
			paths[i].Err = fmt.Errorf("%s: %w", s.Key, ErrNoFlow)
		}
	}
	for _, service := range flowServices(p, horizon) {
		err := service.err
		var means [][]float64
		if err == nil {
			means, err = service.model.project(p, service.members, horizon)
		}
		for k, i := range service.members {
			switch {
			case err != nil:
				paths[i].Err = fmt.Errorf("%s: %w", p.Series[i].Key, err)
			case means[k] == nil:
				paths[i].Err = fmt.Errorf("%s: %w: no volume in the last year", p.Series[i].Key, ErrNoFlow)
			default:
				paths[i].Mean = means[k]
			}
		}
	}
	return paths, nil
}

// A flowService is the series that share a Flow, and their rates.
type flowService struct {
	members []int // of the panel's series
	model   *flowModel
	err     error // why there is no model
}

// flowServices estimates the rates of every service of a yearly panel, in its order.
func flowServices(p Panel, horizon int) []flowService {
	index := map[*Flow]int{}
	var services []flowService
	for i, s := range p.Series {
		if s.Flow == nil || p.Frequency != 1 {
			continue
		}
		k, ok := index[s.Flow]
		if !ok {
			k = len(services)
			index[s.Flow], services = k, append(services, flowService{})
		}
		services[k].members = append(services[k].members, i)
	}
	var able []*flowModel
	for k := range services {
		s := &services[k]
		if s.model, s.err = newFlowModel(p.Series[s.members[0]].Flow, p, s.members, p.Last(), horizon); s.err == nil {
			able = append(able, s.model)
		}
	}
	entryDrifts(able)
	return services
}

// A flowModel holds the rates of one service.
type flowModel struct {
	bands    []Band
	exposure []Vintage
	entry    []float64                  // by band
	entered  []gammaRate                // by band: the posterior that entry rates are drawn from
	ages     []map[int]float64          // by band: share of entries at each age
	hazard   map[[2]int]float64         // by hazard class and duration
	prior    map[int]float64            // hazard by duration, all bands
	left     map[[2]int]betaRate        // by hazard class and duration: the posterior that hazards are drawn from
	unseen   func(duration int) float64 // prior with half an event more, what left rests on
	presence map[bool][2]float64        // by entrant: full-year persons of one who stays, who leaves
	census   census
	relative []map[int]float64     // by band and age: entries over those of the band (cohortages.go); nil without a census
	shares   map[[2]int][]ageShare // by band and year, once asked for
	rows     []FlowRow             // of the years of the rates
	last     int                   // the newest of them
	counts   [][]yearCount         // by band and year (entrydrift.go)
	drift    float64               // yearly change of the logarithm of entry rates
	driftSD  float64               // of its posterior
}

// newFlowModel estimates the rates of a service.
func newFlowModel(f *Flow, p Panel, members []int, last, horizon int) (*flowModel, error) {
	rows := f.upTo(last)
	if len(rows) == 0 || last-rows[0].Year+1 < leastFlow {
		return nil, ErrNoFlow
	}
	m := &flowModel{rows: rows, last: last, shares: map[[2]int][]ageShare{}}
	for _, i := range members {
		m.bands = append(m.bands, p.Series[i].Band)
		m.exposure = append(m.exposure, newest(p.Series[i].Exposure))
	}
	if err := m.entryRates(rows, last); err != nil {
		return nil, err
	}
	m.relativeRates(rows, f.Ages, last, horizon)
	m.exitRates(rows)
	m.presences(rows)
	m.countEntries(f, last)
	return m, nil
}

// project returns a path for each member, nil for one without volume.
func (m *flowModel) project(p Panel, members []int, horizon int) ([][]float64, error) {
	made, err := m.again()
	if err != nil {
		return nil, err
	}
	ahead, err := m.run(stockAfter(m.rows, m.last), m.last+1, horizon, expected{})
	if err != nil {
		return nil, err
	}
	means := make([][]float64, len(members))
	for k, i := range members {
		if !finite(p.Series[i].at(m.last)) {
			continue
		}
		c := leftOut(p.Series[i], m.rows[0].Year, made, k)
		means[k] = make([]float64, horizon)
		for h := range horizon {
			means[k][h] = c * ahead[h][k]
		}
	}
	return means, nil
}

// again returns, by year of the rates and band, what the model makes of the year from
// its own first day.
func (m *flowModel) again() ([][]float64, error) {
	var made [][]float64
	for y := m.rows[0].Year; y <= m.last; y++ {
		one, err := m.run(stockBefore(m.rows, y), y, 1, expected{})
		if err != nil {
			return nil, err
		}
		made = append(made, one[0])
	}
	return made, nil
}

// leftOut is c_b: what the years from first on had over what the model makes of them.
func leftOut(s Series, first int, made [][]float64, band int) float64 {
	var had, model float64
	for t := range made {
		if v := s.at(first + t); finite(v) {
			had, model = had+v, model+made[t][band]
		}
	}
	if !(model > 0) {
		return 1
	}
	return min(1/correctionLow, max(correctionLow, had/model))
}

// upTo returns the rows of the newest years up to last, oldest first.
func (f *Flow) upTo(last int) []FlowRow {
	var rows []FlowRow
	for _, r := range f.Rows {
		if r.Year <= last && r.Year > last-flowYears {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b FlowRow) int {
		return compareInts(a.Year, b.Year, a.Age, b.Age, a.Duration, b.Duration)
	})
	return rows
}

// compareInts compares pairs in order.
func compareInts(pairs ...int) int {
	for i := 0; i < len(pairs); i += 2 {
		if d := pairs[i] - pairs[i+1]; d != 0 {
			return d
		}
	}
	return 0
}
