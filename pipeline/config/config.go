// Package config reads a project's opdrift.yaml.
//
// A [Config] holds every setting of a run. [Load] takes each value from the
// first place that has it: a flag, the environment, the file, the default. It
// reports every fault at once, and keeps where each value came from and, where
// the file gives one, the reason for it.
//
// One table, settings in settings.go, drives all of it: reading, checking, the
// JSON Schema, the commented file that init writes, and what config --show
// prints. To add a setting, add a field to Config, its value to [Default] and a
// line to the table.
//
// The environment and the flags are arguments, and there is no clock. Load reads
// one file; only [Config.ExtractFiles] looks at the folders it names.
package config

import (
	"path/filepath"
	"time"
)

// File is the name of a project's configuration.
const File = "opdrift.yaml"

// Special values of whole-number and share settings, written as words in the
// file.
const (
	Auto       = -1 // price_year, closing_months: the run decides
	Off        = -1 // reconciliation: no limit
	NeverStale = -2 // freshness.max_days: off
	// Contract is for limits that each extract's contract sets itself.
	Contract = -1
	All      = 0 // publish.keep: every run; engine.threads: every processor
)

// A Config says what one run reads, computes and writes. The zero value is not
// valid; start from [Default] or [Load]. Copies share maps and slices, so a
// caller that changes one should replace the map or slice, not write into it.
type Config struct {
	Dir string // project folder, which relative paths start from

	Name            string    // of the municipality or project, as the report prints it
	Municipality    string    // own key in the extracts; empty when they hold one municipality
	Language        string    // of the report: da or en
	Currency        string    // ISO 4217
	FiscalYearStart int       // month, 1 to 12
	AsOf            time.Time // UTC midnight; zero means the newest booked month
	PriceYear       int       // of fixed prices; Auto is the last complete year
	Horizon         int       // years forecast after the last complete year
	ClosingMonths   int       // until a year counts as complete; Auto by kind of source
	Seed            uint64    // of every random stream
	Draws           int       // joint draws of the forecast
	Scenarios       []string  // names of built-in scenarios or scenario files

	Extracts       Extracts
	Quality        Quality
	Freshness      Freshness
	Reconciliation Reconciliation
	Refusion       Refusion
	Forecast       Forecast
	Budget         Budget
	Frame          Frame
	Citizens       Citizens
	Investment     Investment
	Discount       Discount
	Publish        Publish
	Engine         Engine

	origins map[string]origin // by path; a missing path has its default
}

// Extracts says where the input files are.
type Extracts struct {
	Folder string
	Files  map[string][]string // by extract: paths or glob patterns
}

// Quality limits what a run may put in quarantine and still go on.
type Quality struct {
	MaxShareRows   float64 // of an extract's rows, 0 to 1; Contract for the contract's own limit
	MaxShareAmount float64 // of an extract's kroner, likewise

	// Limits of single extracts, where they differ.
	Extracts map[string]Limit
}

// A Limit overrides Quality for one extract. A nil field keeps the common limit.
type Limit struct {
	MaxShareRows, MaxShareAmount *float64
}

// Of returns the limits that hold for an extract, Contract where its own does.
func (q Quality) Of(extract string) (rows, amount float64) {
	rows, amount = q.MaxShareRows, q.MaxShareAmount
	l := q.Extracts[extract]
	if l.MaxShareRows != nil {
		rows = *l.MaxShareRows
	}
	if l.MaxShareAmount != nil {
		amount = *l.MaxShareAmount
	}
	return rows, amount
}

// Freshness says how old an extract may be before a run stops.
type Freshness struct {
	MaxDays int // Contract for each contract's own limits, NeverStale for none

	// Limits of single extracts, where they differ.
	Extracts map[string]int
}

// Of returns the limit that holds for an extract: days, Contract or NeverStale.
func (f Freshness) Of(extract string) int {
	if days, ok := f.Extracts[extract]; ok {
		return days
	}
	return f.MaxDays
}

// Reconciliation limits what cases and ledger may differ by, unexplained.
type Reconciliation struct {
	MaxRestShare float64 // of the ledger's kroner; Off for no limit

	// Of a service in a complete year, as shares of its ledger; Off for none.
	Limit, Warning float64
	Materiality    float64            // of the municipality's ledger of the year: smaller rests count for neither
	Services       map[string]float64 // limits of single services, where they differ
}

// Of returns the limit that holds for a service: a share of its ledger, or Off.
func (r Reconciliation) Of(service string) float64 {
	if limit, ok := r.Services[service]; ok {
		return limit
	}
	return r.Limit
}

// Refusion holds the assumptions of the refund schemes.
type Refusion struct {
	// ThresholdGrowth carries the amounts of a scheme past the newest published year:
	// 0.02 is 2 % a year.
	ThresholdGrowth float64
}

// Forecast chooses models and says how much history they need.
type Forecast struct {
	Models   []string // names, or auto alone: the backtest chooses
	MinGroup int      // series a group needs to choose for itself
}

// Budget says which spending the frame is held against.
type Budget struct {
	Concept string // service_expenditure, gross or net
}

// Frame says how sure a scenario must be to keep the frame.
type Frame struct {
	Probability float64
}

// Citizens says how answers become weights.
type Citizens struct {
	GroupShares    string // population, need or equal
	Replicates     int    // of the bootstrap
	MinAnswers     int    // fewer are not shown
	TieProbability float64
}

// Investment holds the assumptions of investment cases.
type Investment struct {
	// Realism multiplies a measure's expected effect, by evidence level: the
	// first is level 1 (expert opinion), the fifth level 5 (replicated trial).
	Realism []float64
}

// Discount holds the discount rates, as dated data.
type Discount struct {
	Rates []Rates // by rising ValidFrom
}

// Rates are the real discount rates in force from a day on.
type Rates struct {
	ValidFrom time.Time
	Source    string
	Steps     []Step // by rising FromYear, the first from year 0
}

// A Step is the rate of the years from FromYear until the next step.
type Step struct {
	FromYear int
	Rate     float64 // 0.035 is 3.5 % a year
}

// At returns the rates in force on a day: the newest that were valid then, or
// the oldest known when the day is before all of them.
func (d Discount) At(day time.Time) Rates {
	in := d.Rates[0]
	for _, r := range d.Rates[1:] {
		if !r.ValidFrom.After(day) {
			in = r
		}
	}
	return in
}

// Publish says where runs go.
type Publish struct {
	Folder      string
	Keep        int    // newest runs that prune keeps; All for every run
	PublicGroup string // group that may read public/; empty for none
}

// Engine holds what may differ between machines without changing a result.
type Engine struct {
	Name        string // duckdb or trino
	Threads     int    // All for every processor
	MemoryLimit string // such as 60% or 4GB; empty for the engine's choice
	RunMemory   string // the same for a run, whose tables may leave memory; follows from the setting
	SpillFolder string // empty for a folder of the run's own below Publish.Folder
}

// Default returns the settings of a project that sets none. Dir is "." and Name
// is empty.
func Default() Config {
	return Config{
		Dir:             ".",
		Language:        "da",
		Currency:        "DKK",
		FiscalYearStart: 1,
		PriceYear:       Auto,
		Horizon:         5,
		ClosingMonths:   Auto,
		Seed:            1,
		Draws:           1000,
		Scenarios:       []string{"baseline", "across-the-board", "protect-most-valued", "invest-in-prevention"},
		Extracts:        Extracts{Folder: "extracts"},
		Quality:         Quality{MaxShareRows: Contract, MaxShareAmount: Contract},
		Freshness:       Freshness{MaxDays: Contract},
		Reconciliation:  Reconciliation{MaxRestShare: Off, Limit: 0.9, Warning: 0.1, Materiality: 0.01},
		Refusion:        Refusion{ThresholdGrowth: 0.02},
		Forecast:        Forecast{Models: []string{"auto"}, MinGroup: 30},
		Budget:          Budget{Concept: "service_expenditure"},
		Frame:           Frame{Probability: 0.8},
		Citizens:        Citizens{GroupShares: "population", Replicates: 500, MinAnswers: 5, TieProbability: 0.9},
		Investment:      Investment{Realism: []float64{0.2, 0.4, 0.6, 0.8, 1}},
		Discount:        Discount{Rates: []Rates{defaultRates()}},
		Publish:         Publish{Folder: "out", Keep: All},
		Engine:          Engine{Name: "duckdb"},
	}
}

// defaultRates are the Danish Ministry of Finance's.
func defaultRates() Rates {
	return Rates{
		ValidFrom: time.Date(2021, time.January, 7, 0, 0, 0, 0, time.UTC),
		Source:    "Finansministeriet, note of 7 January 2021",
		Steps:     []Step{{0, 0.035}, {36, 0.025}, {71, 0.015}},
	}
}

// Path returns a path of the configuration as the machine sees it: relative
// ones start from the project folder. Paths may be absolute or climb with ..,
// because extracts often stand on a shared disk outside the project; whoever
// writes the file can reach no more than the program's user can anyway.
func (c Config) Path(p string) string {
	if filepath.IsAbs(p) {
		return filepath.Clean(p)
	}
	return filepath.Join(c.Dir, p)
}
