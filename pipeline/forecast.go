package pipeline

import (
	"context"
	"fmt"
	"math"
	"slices"

	"opdrift/forecasts"
	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// A future is what forecast leaves for the stages after it.
type future struct {
	flows   map[serviceKey]*forecasts.Flow
	years   []int64
	cells   cells                    // the panel, continued by the mean of the forecast
	items   []forecastCell           // what was forecast
	totals  map[totalKey]*total      // sums over items
	result  forecasts.Result         // the evidence
	held    map[totalKey]evidences   // totals against the backtest; nil until asked, when all cells are in
	draws   int                      // 0 where there is no evidence for intervals of money
	chances int                      // draws of volume: also where only a posterior tells
	shocks  [][]float64              // price level of draw d in year h, relative to the expected one
	refunds *refundOutlook           // of schemes with amounts; nil where they follow gross
	mixes   map[serviceKey]float64   // variance of a person's price relative to the service's
	allRows []totalRow               // rows of everything together
	byItem  map[cellKey][]cellFuture // means by year
}

// A cellFuture is the mean of one cell's forecast in one year.
type cellFuture struct {
	volume  float64 // full-year persons; NaN without
	amounts         // current prices
	fixed   amounts // prices of the price year
}

// amounts are the parts of a cell's money that follow each other.
type amounts struct{ gross, income, refund money.Ore }

func (a amounts) plus(b amounts) amounts {
	return amounts{a.gross + b.gross, a.income + b.income, a.refund + b.refund}
}

// of returns the amount of a published measure.
func (a amounts) of(measure string) money.Ore {
	switch measure {
	case "gross":
		return a.gross
	case "income":
		return a.income
	case "refund":
		return a.refund
	case "service_expenditure":
		return a.gross + a.income
	case "net":
		return a.gross + a.income + a.refund
	}
	panic("pipeline: no measure " + measure)
}

// moneyMeasures are the published sums, in the order of a budget.
var moneyMeasures = []string{"gross", "income", "refund", "service_expenditure", "net"}

// forecast continues the panel: volume by service and age band, real unit cost by
// service, and their product with the price index, from joint draws. Cells without
// volume are forecast as spending. The models, their scores and the choice among
// them come from package forecasts; here stands only what a series is.
func forecast(ctx context.Context, r *run) error {
	f, err := foresee(ctx, r)
	if err != nil {
		return err
	}
	r.future = f
	if err := f.tables(ctx, r); err != nil {
		return err
	}
	return f.adjust(ctx, r)
}

// foresee makes the forecast and no table.
func foresee(ctx context.Context, r *run) (*future, error) {
	known, err := r.readPanel(ctx)
	if err != nil {
		return nil, err
	}
	models, err := r.models()
	if err != nil {
		return nil, err
	}
	flows, err := r.readFlows(ctx)
	if err != nil {
		return nil, err
	}
	f := &future{flows: flows, years: r.calendar.future(), cells: known, totals: map[totalKey]*total{}, byItem: map[cellKey][]cellFuture{}}
	panel := f.series(r)
	if len(f.items) == 0 {
		return nil, &MissingError{"nothing to forecast: no service has cost or volume in the last three complete years"}
	}
	if f.longest(panel) >= leastForIntervals {
		f.draws = r.cfg.Draws
	}
	draws := f.draws
	if len(flows) > 0 {
		draws = r.cfg.Draws // a posterior may tell of volumes
	}
	f.result, err = forecasts.Forecast(ctx, panel, forecasts.Options{
		Horizon: r.calendar.horizon, Models: models, Draws: draws, Seed: r.cfg.Seed, MinGroup: r.cfg.Forecast.MinGroup,
		Nodes: f.nodes(r),
	})
	if err != nil {
		return nil, err
	}
	f.chances = f.draws
	if slices.ContainsFunc(f.result.Series, func(s forecasts.SeriesForecast) bool { return s.Status[0] == forecasts.Posterior }) {
		f.chances = r.cfg.Draws
	}
	if f.draws == 0 {
		f.sayNoIntervals(r)
	}
	f.mixes = f.mixVariances(r)
	f.shocks = priceShocks(r.cfg.Seed, r.prices.priceLevel, f.years, f.draws)
	f.refunds, err = f.refundOutlook(ctx, r)
	return f, err
}

// leastForIntervals is the fewest yearly points that leave an error to learn from.
const leastForIntervals = 6

// sayNoIntervals tells what has none.
func (f *future) sayNoIntervals(r *run) {
	if f.chances > 0 {
		r.missing("", "intervals",
			fmt.Sprintf("no series has %d complete years: unit costs are the newest value and amounts have no interval; volumes with three years of cases are forecast from their stock and flow, with the interval which that gives", leastForIntervals),
			fmt.Sprintf("ingen serie har %d hele år: enhedspriser er seneste værdi, og beløb har intet interval; mængder med tre års sager fremskrives fra bestand, tilgang og afgang med det interval, de giver", leastForIntervals))
		return
	}
	r.missing("", "intervals",
		fmt.Sprintf("no series has %d complete years: forecasts are the newest value, without intervals", leastForIntervals),
		fmt.Sprintf("ingen serie har %d hele år: fremskrivningen er seneste værdi, uden intervaller", leastForIntervals))
}

// longest returns the most points that any series has.
func (f *future) longest(p forecasts.Panel) int {
	var n int
	for _, s := range p.Series {
		points := 0
		for _, v := range s.Values {
			if !math.IsNaN(v) {
				points++
			}
		}
		n = max(n, points)
	}
	return n
}

// models returns the pool that the configuration names.
func (r *run) models() ([]forecasts.Model, error) {
	names := r.cfg.Forecast.Models
	if len(names) == 1 && names[0] == "auto" {
		return nil, nil
	}
	var out []forecasts.Model
	for _, name := range names {
		m, err := forecasts.Find(name)
		if err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}

// tables makes forecast, forecast_total, backtest and backtest_score.
func (f *future) tables(ctx context.Context, r *run) error {
	var rows []forecastRow
	err := f.eachMunicipality(r, func(cells []drawnCell) error {
		for _, cell := range cells {
			if err := f.keep(r, cell); err != nil {
				return err
			}
			rows = append(rows, cell.rows(r, f)...)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := store.Append(ctx, r.store, "forecast", rows); err != nil {
		return err
	}
	totals, err := f.totalRows(ctx, r)
	if err != nil {
		return err
	}
	for _, row := range totals {
		if row.Level == all {
			f.allRows = append(f.allRows, row)
		}
	}
	if err := store.Append(ctx, r.store, "forecast_total", totals); err != nil {
		return err
	}
	return f.scoreTables(ctx, r)
}
