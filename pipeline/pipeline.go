// Package pipeline runs opdrift: it reads a municipality's extracts, forecasts
// what its specialised social services will cost, decomposes the pressure, hears
// what citizens answered, sets priorities under the frame, and publishes tables.
//
// A run is a straight line of stages. Each reads tables that an earlier one made
// and makes new ones, all in one engine (package store), which keeps
// its tables in a scratch file of the run's own:
//
//	stage      reads                             makes
//	extract    the Parquet footers               raw views, input fingerprints
//	check      raw views, contracts              checked views, quality, quarantine
//	panel      checked views                     panel, panel_monthly, reconciliation, refusion, year_end,
//	                                             price levels, tariffs of sold places, payments,
//	                                             catalogue, concentration
//	forecast   panel, population, prices         forecast, forecast_total, backtest, adjustment, draws
//	pressure   panel, forecast                   pressure
//	citizens   assessments or their means        citizen_value, weights of life domains
//	scenarios  forecast, budget, measures, value scenario tables, priority, budget_gap
//	disclose   every table                       what may leave (not yet: coverage says so)
//	publish    every table                       one Parquet file a table, manifest
//
// SQL does the work on rows; Go does the work on series, effects and choices, in
// packages that know neither files nor the engine (forecasts, pressure, priority,
// optimize). They meet in the stages.
//
// A stage whose extract is missing makes its table empty and says so in coverage:
// the run goes on. An extract that breaks its contract stops the run, and nothing
// is published ([InputError]). Nothing here reads the clock, the environment or a
// global random source: the same inputs give the same run id and the same bytes.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"opdrift/pipeline/config"
	"opdrift/pipeline/priority"
	"opdrift/pipeline/publish"
	"opdrift/pipeline/store"
)

// A stage is one step of a run.
type stage struct {
	name string
	run  func(context.Context, *run) error
}

// stages lists the steps in the order they run.
var stages = []stage{
	{"extract", extract},
	{"check", check},
	{"panel", panel},
	{"forecast", forecast},
	{"pressure", pressures},
	{"citizens", citizens},
	{"scenarios", scenarioTables},
	{"disclose", disclose},
	{"publish", publishRun},
}

// Options are what a run needs beside its configuration.
type Options struct {
	Version  string           // of the program, part of the run id
	Today    time.Time        // that extracts must be fresh on, unless as_of is explicit; zero: any age
	Now      func() time.Time // for run_results.json only, never for a result
	Log      *slog.Logger
	Progress func(stage string, done, of int) // may be nil
	Holder   publish.Holder                   // who holds the lock, for those who wait
	LockWait time.Duration
	// SkipUnchanged ends the run after the check with an [UnchangedError] when it is
	// published already and intact.
	SkipUnchanged bool
	// BackDated publishes the run without making it the latest, even the first.
	BackDated bool
	// Compare names the run that this one is held against: its id, latest, none, or empty
	// for the newest run with an earlier as-of date.
	Compare string
	// PeakMemory returns the process's peak memory in bytes; may be nil.
	PeakMemory func() int64
}

// run is the state that stages share. Tables carry everything else.
type run struct {
	cfg   config.Config
	opts  Options
	store *store.Store
	log   *slog.Logger

	writer  *publish.Writer
	started time.Time
	at      string // name of the stage that runs
	oneFile bool   // not a project: a control file, which is of a whole extract, is not held against it

	inputs     []*input // the extracts that are there, by name
	calendar   calendar
	population []populationAt // what was known of it, oldest first
	prices     priceLevels
	indexRows  []indexRow // of prices: every vintage that the run knows
	// the indexes as published from time to time; nil until a series asks
	indexVintages []indexVintage
	yearEnds      []yearEndRow
	own           string      // the municipality that year_end and the headline are of; empty for several
	past          []knownYear // what was known of earlier years at this place in them
	ungranted     []knownYear // booked by then, of services without grants
	last          *lastRun    // that a validation says what moved against; nil for none
	compared      *compared   // the run before, whose estimate the open year's moved from; nil for none
	// open years in which persons turn 18 and it is not known what follows
	inflowUnknown map[int64]bool
	reconciled    *reconciled // the last complete year; nil without cases
	refunds       *refundBook // by rule and as booked
	warned        []restYear  // services and years whose rest is above the warning level
	unmapped      []unmappedAccount
	services      map[string]service
	policies      []policyChange
	// municipalities in the panel
	municipalities map[string]bool
	coverage       []coverageRow
	quality        []qualityRow
	quarantined    []quarantineTable

	future         *future // what forecast leaves for later stages
	adjustments    []adjustmentRow
	citizens       *listened // what citizens leaves for scenarios
	pressures      []pressureRow
	scenarios      []priority.Scenario
	gaps           []gapRow
	scenarioTotals []scenarioRow

	took   []stageTime
	result Result
}

// A Result says what a run did.
type Result struct {
	RunID    string
	Folder   string // the published run
	Tables   []Table
	Headline Headline
	Same     bool // the run was there already, with the same bytes
}

// A Table is one published table.
type Table struct {
	Name string `json:"name"`
	Rows int64  `json:"rows"`
}

type stageTime struct {
	name string
	took time.Duration
}

// Run runs every stage. Unless all of them succeed, what is published stays as
// it was. Errors name the stage and the thing that is wrong; see [InputError],
// [OutputError], [MissingError] and publish.ErrLocked for those that have an exit
// status of their own.
func Run(ctx context.Context, cfg config.Config, opts Options) (Result, error) {
	r := &run{cfg: cfg, opts: opts, log: opts.Log, started: opts.Now()}
	err := opts.checkCompare()
	if err == nil {
		err = loadScenarios(ctx, r)
	}
	if err == nil {
		err = r.acquire(ctx)
	}
	if err == nil {
		err = bare(r.all(ctx, stages))
	}
	return r.result, errors.Join(err, r.close())
}

// all runs the stages in order.
func (r *run) all(ctx context.Context, list []stage) error {
	for i, s := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.opts.Progress != nil {
			r.opts.Progress(s.name, i, len(list))
		}
		r.at = s.name
		start := r.opts.Now()
		if err := s.run(ctx, r); err != nil {
			return fmt.Errorf("%s: %w", s.name, room(store.Private(err)))
		}
		took := r.opts.Now().Sub(start)
		r.took = append(r.took, stageTime{s.name, took})
		r.log.Info("stage done", "stage", s.name, "took", took.Round(time.Millisecond))
	}
	return nil
}

// close ends the engine and gives the lock back.
func (r *run) close() error {
	var errs []error
	if r.store != nil {
		errs = append(errs, r.store.Close())
	}
	if r.writer != nil {
		errs = append(errs, r.writer.Close())
	}
	return errors.Join(errs...)
}
