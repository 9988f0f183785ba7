package pipeline

import (
	"cmp"
	"context"
	"math"
	"strings"

	"opdrift/pipeline/money"
	"opdrift/pipeline/priority"
	"opdrift/pipeline/store"
)

// measureRow is one measure of the catalogue.
type measureRow struct {
	Measure         string    `col:"measure"`
	LabelDA         string    `col:"label_da"`
	LabelEN         string    `col:"label_en"`
	Kind            string    `col:"kind"`
	Service         string    `col:"service"`
	OneOff          money.Ore `col:"one_off"`
	Yearly          money.Ore `col:"yearly"`
	AlternativeCost money.Ore `col:"alternative_cost"`
	LeadMonths      int       `col:"lead_months"`
	Profile         string    `col:"profile"`
	EffectOn        string    `col:"effect_on"`
	Effect          float64   `col:"effect"`
	EffectLow       float64   `col:"effect_low"`
	EffectHigh      float64   `col:"effect_high"`
	Persistence     float64   `col:"persistence"`
	Horizon         int       `col:"horizon"`
	ChooseShare     float64   `col:"choose_share"`
	Evidence        int       `col:"evidence"`
	Mandatory       bool      `col:"mandatory"`
	ExclusiveGroup  string    `col:"exclusive_group"`
	Requires        string    `col:"requires"`
	CapacityUse     float64   `col:"capacity_use"`
	Reason          string    `col:"reason"`
	Source          string    `col:"source"`
}

func (m measureRow) measure() priority.Measure {
	return priority.Measure{
		Measure: m.Measure, LabelDa: m.LabelDA, LabelEn: m.LabelEN, Kind: m.Kind, Service: m.Service,
		OneOff: m.OneOff, Yearly: m.Yearly, AlternativeCost: m.AlternativeCost,
		LeadMonths: m.LeadMonths, Profile: m.Profile, EffectOn: m.EffectOn,
		Effect: m.Effect, EffectLow: m.EffectLow, EffectHigh: m.EffectHigh,
		Persistence: m.Persistence, Horizon: m.Horizon, ChooseShare: m.ChooseShare, Evidence: m.Evidence,
		Mandatory: m.Mandatory, ExclusiveGroup: m.ExclusiveGroup,
		Requires:    strings.FieldsFunc(m.Requires, func(c rune) bool { return c == ',' || c == ';' || c == ' ' }),
		CapacityUse: m.CapacityUse, Reason: m.Reason, Source: m.Source,
	}
}

func compareFrames(a, b priority.Frame) int {
	return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Committee, b.Committee), cmp.Compare(a.Service, b.Service))
}

func (a totalKey) compare(b totalKey) int {
	return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.item, b.item))
}

// The rows of the scenario tables. Year 0 is all years together.
type (
	scenarioRow struct {
		Scenario   string    `col:"scenario"`
		LabelDA    string    `col:"label_da"`
		LabelEN    string    `col:"label_en"`
		Year       int       `col:"year"`
		Forecast   money.Ore `col:"forecast"`
		Frame      money.Ore `col:"frame"`
		Gap        money.Ore `col:"gap"`
		Cut        money.Ore `col:"cut"`
		Cost       money.Ore `col:"measure_cost"`
		Saving     money.Ore `col:"measure_saving"`
		After      money.Ore `col:"after"`
		Unmet      money.Ore `col:"unmet"`
		KeepsFrame float64   `col:"keeps_frame"`
		NPV        float64   `col:"npv"`
		Bound      float64   `col:"npv_bound"`
		Proven     bool      `col:"proven"`
		Status     string    `col:"status"`
		Note       string    `col:"note,null"`
	}
	serviceRow struct {
		Scenario  string    `col:"scenario"`
		Year      int       `col:"year"`
		Service   string    `col:"service"`
		Committee string    `col:"committee"`
		Forecast  money.Ore `col:"forecast"`
		Cut       money.Ore `col:"cut"`
		Cost      money.Ore `col:"measure_cost"`
		Saving    money.Ore `col:"measure_saving"`
		After     money.Ore `col:"after"`
		Floor     money.Ore `col:"floor"`
		Reachable money.Ore `col:"reachable"`
		Protected bool      `col:"protected"`
	}
	choiceRow struct {
		Scenario string    `col:"scenario"`
		Measure  string    `col:"measure"`
		Selected bool      `col:"selected"`
		Start    *int64    `col:"start_year"`
		Share    float64   `col:"share"`
		Cost     money.Ore `col:"cost"`
		Expected money.Ore `col:"expected_saving"`
		Cautious money.Ore `col:"cautious_saving"`
		NPV      money.Ore `col:"npv"`
		Reason   string    `col:"reason"`
		ReasonDA string    `col:"reason_da"`
		ReasonEN string    `col:"reason_en"`
	}
	priorityRow struct {
		Scenario  string  `col:"scenario"`
		Kind      string  `col:"item_kind"`
		Item      string  `col:"item"`
		Component string  `col:"component"`
		Value     float64 `col:"contribution"`
		Score     float64 `col:"score"`
		Rank      *int64  `col:"rank"`
		Tied      bool    `col:"tied"`
		Status    string  `col:"status"`
	}
	gapRow struct {
		Year        int       `col:"year"`
		Level       string    `col:"level"`
		Item        string    `col:"item"`
		Concept     string    `col:"concept"`
		Frame       money.Ore `col:"frame"`
		Forecast    money.Ore `col:"forecast"`
		Gap         money.Ore `col:"gap"`
		Overspend   float64   `col:"overspend_probability"`
		Reserve     *int64    `col:"reserve"`
		Probability float64   `col:"reserve_probability"`
		Status      string    `col:"status"`
	}
)

func (p *planned) holdAgainstFrame(plan priority.Plan, probability float64) error {
	gaps, err := priority.BudgetGap(plan, probability)
	for _, g := range gaps {
		row := gapRow{
			Year: g.Year, Level: g.Level, Item: g.Name, Concept: g.Concept, Frame: g.Frame, Forecast: g.Forecast, Gap: g.Gap,
			Overspend: g.Overspend, Probability: g.ReserveFor, Status: g.Status,
		}
		if g.HasReserve {
			reserve := int64(g.Reserve)
			row.Reserve = &reserve
		}
		p.gaps = append(p.gaps, row)
	}
	return err
}

// add keeps what one scenario does.
func (p *planned) add(s priority.Scenario, o priority.Outcome) {
	for _, t := range append([]priority.Total{o.Total}, o.Years...) {
		p.totals = append(p.totals, scenarioRow{
			Scenario: s.Name, LabelDA: s.LabelDa, LabelEN: s.LabelEn, Year: t.Year,
			Forecast: t.Forecast, Frame: t.Frame, Gap: t.Gap, Cut: t.Cut, Cost: t.MeasureCost, Saving: t.MeasureSaving,
			After: t.After, Unmet: t.Unmet, KeepsFrame: t.KeepsFrame, NPV: t.NPV, Bound: t.NPVBound, Proven: t.Proven,
			Status: t.Status, Note: t.Note,
		})
	}
	for _, y := range o.Services {
		p.services = append(p.services, serviceRow{
			Scenario: s.Name, Year: y.Year, Service: y.Service, Committee: y.Committee, Forecast: y.Forecast, Cut: y.Cut,
			Cost: y.MeasureCost, Saving: y.MeasureSaving, After: y.After, Floor: y.Floor, Reachable: y.Reachable, Protected: y.Protected,
		})
	}
	for _, c := range o.Choices {
		row := choiceRow{
			Scenario: s.Name, Measure: c.Measure, Selected: c.Selected, Share: c.Share, Cost: c.Cost,
			Expected: c.ExpectedSaving, Cautious: c.CautiousSaving, NPV: c.NPV,
			Reason: c.Reason, ReasonDA: c.ReasonDa, ReasonEN: c.ReasonEn,
		}
		if c.Selected {
			start := int64(c.StartYear)
			row.Start = &start
		}
		p.choices = append(p.choices, row)
	}
}

// rank keeps the ranking that a scenario goes by: one row for the whole score and
// one for each contribution.
func (p *planned) rank(s priority.Scenario, values []priority.ServiceValue, o priority.Outcome) {
	for _, item := range priority.Priorities(s, values, o) {
		row := priorityRow{
			Scenario: s.Name, Kind: item.Kind, Item: item.Item, Component: "score", Value: item.Score,
			Score: item.Score, Tied: item.Tied, Status: item.Status,
		}
		if item.Rank > 0 {
			rank := int64(item.Rank)
			row.Rank = &rank
		}
		p.ranks = append(p.ranks, row)
		for _, c := range item.Contributions {
			if math.IsNaN(c.Value) {
				continue
			}
			row.Component, row.Value = c.Domain, c.Value
			p.ranks = append(p.ranks, row)
		}
	}
}

// tables makes the tables of the scenarios.
func (p *planned) tables(ctx context.Context, r *run) error {
	if err := store.Append(ctx, r.store, "scenario_total", p.totals); err != nil {
		return err
	}
	if err := store.Append(ctx, r.store, "scenario_service", p.services); err != nil {
		return err
	}
	if err := store.Append(ctx, r.store, "scenario_choice", p.choices); err != nil {
		return err
	}
	if err := store.Append(ctx, r.store, "priority", p.ranks); err != nil {
		return err
	}
	r.gaps, r.scenarioTotals = p.gaps, p.totals
	return store.Append(ctx, r.store, "budget_gap", p.gaps)
}
