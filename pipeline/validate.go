package pipeline

import (
	"context"
	"errors"
	"time"

	"opdrift/pipeline/config"
	"opdrift/pipeline/contract"
	"opdrift/pipeline/money"
	"opdrift/pipeline/publish"
	"opdrift/pipeline/scenarios"
	queries "opdrift/sql"
)

// A Validation is what is known of a project's input without publishing anything.
type Validation struct {
	Extracts []ExtractState `json:"extracts"`
	Rules    []RuleState    `json:"rules"` // those that are broken, worst first as the contracts list them
	Held     []RuleState    `json:"-"`     // those that were checked and hold, likewise
	AsOf     string         `json:"as_of,omitempty"`
	Years    [2]int64       `json:"complete_years"`
}

// An ExtractState is one extract of the contracts.
type ExtractState struct {
	Name  string `json:"name"`
	Files int    `json:"files"`
	Rows  int64  `json:"rows"`
	Note  string `json:"note,omitempty"` // what its absence costs
}

// A RuleState is one rule that rows or files break, or what moved since the last run.
type RuleState struct {
	Extract  string `json:"extract"`
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	Verdict  string `json:"verdict"`
	Rows     int64  `json:"rows"`
	Total    int64  `json:"total_rows"`
	Amount   string `json:"amount"`
	Text     string `json:"text"`
	TextDA   string `json:"text_da"`
}

// Validate reads the configuration's scenarios, the extracts' footers and every
// rule of their contracts, settles the calendar, and says what moved against the last
// published run. It takes no lock and writes nothing. The error is the one that [Run]
// would stop with; the validation tells what was found until then.
func Validate(ctx context.Context, cfg config.Config, opts Options) (Validation, error) {
	r := &run{cfg: cfg, opts: opts, log: opts.Log, started: opts.Now()}
	err := r.all(ctx, []stage{
		{"scenarios", loadScenarios},
		{"published", findLast},
		{"extract", extract},
		{"check", check},
		{"calendar", func(ctx context.Context, r *run) error { return r.settleCalendar(ctx) }},
		{"since", sinceLast},
	})
	v := r.validation()
	return v, errors.Join(err, r.close())
}

// loadScenarios reads the scenarios, so that a fault in one is told before an
// extract is opened.
func loadScenarios(_ context.Context, r *run) error {
	list, err := scenarios.LoadAll(r.scenarioFiles())
	if err != nil {
		return &ConfigError{err}
	}
	r.scenarios = list
	return nil
}

func (r *run) validation() Validation {
	v := Validation{Years: [2]int64{r.calendar.firstYear, r.calendar.lastYear}}
	if !r.calendar.asOf.IsZero() {
		v.AsOf = r.calendar.asOf.Format(time.DateOnly)
	}
	for _, name := range contract.Names() {
		state := ExtractState{Name: name}
		for _, in := range r.inputs {
			if in.name == name {
				state.Files, state.Rows = len(in.files), contract.Rows(in.files)
			}
		}
		v.Extracts = append(v.Extracts, state)
	}
	for _, q := range r.quality {
		rule := RuleState{
			Extract: q.Extract, Rule: q.Rule, Severity: q.Severity, Verdict: q.Verdict, Rows: q.Rows, Total: q.Total,
			Amount: money.Ore(q.Ore).String(), Text: q.Text, TextDA: q.TextDA,
		}
		if q.Verdict == "passed" {
			v.Held = append(v.Held, rule)
		} else {
			v.Rules = append(v.Rules, rule)
		}
	}
	return v
}

// A Plan is what a run would do: its inputs by their footers, its stages and the
// tables that it would publish.
type Plan struct {
	Extracts []ExtractState `json:"extracts"`
	Stages   []string       `json:"stages"`
	Tables   []string       `json:"tables"`
	Folder   string         `json:"folder"`
	Latest   string         `json:"latest,omitempty"` // the run that is the latest now
}

// PlanRun finds the inputs and reads their footers. No value is read.
func PlanRun(ctx context.Context, cfg config.Config, opts Options) (Plan, error) {
	r := &run{cfg: cfg, opts: opts, log: opts.Log, started: opts.Now()}
	err := r.all(ctx, []stage{{"scenarios", loadScenarios}, {"extract", extract}})
	p := Plan{Extracts: r.validation().Extracts, Folder: r.root()}
	for _, s := range stages {
		p.Stages = append(p.Stages, s.name)
	}
	for _, q := range queries.Folder("outputs") {
		p.Tables = append(p.Tables, q.Name)
	}
	if latest, err := publish.Latest(r.root()); err == nil {
		p.Latest = latest.ID
	}
	return p, errors.Join(err, r.close())
}
