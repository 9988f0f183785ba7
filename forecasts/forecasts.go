// Package forecasts turns a panel of short series into paths with intervals.
//
// The story is one line: every model is backtested on rolling origins with only
// what was known then ([Backtest]); each group of series gets the model, or the
// equal mean of models, that did best ([Choice]); the errors of that method give
// intervals (conformal.go) and joint draws (package draws); [Forecast] does all.
//
// A [Model] gives points only and holds no state, so one value may serve many
// goroutines. Intervals are made in one place from backtest scores.
//
// The package knows nothing of services, money or DuckDB. Units are whatever the
// caller's series is in, and paths come back in the same unit.
//
// To add a model, write one file with a type that implements Model (a per-series
// model is a perSeries value) and add one line to [Models]. The tests in
// models_test.go then run against it.
package forecasts

import (
	"context"
	"errors"
	"fmt"
)

// Errors that a model wraps when it cannot do a series. They describe the data,
// not a fault in the program: the series falls back to the next model.
var (
	ErrTooShort   = errors.New("history too short")
	ErrMissing    = errors.New("history has no finite value")
	ErrNoExposure = errors.New("exposure is missing or not above 0")
	ErrNoDriver   = errors.New("driver is missing")
	ErrRefused    = errors.New("regression refused")
	ErrNoFlow     = errors.New("no stock and flow of the service")
	ErrNoSeason   = errors.New("yearly series have no season")
	ErrNotAbove0  = errors.New("logarithms need values above 0")
)

// A Path is one model's points for one series. Mean[0] is the period after the
// panel's last one ([Panel.Last]); Mean is nil when Err is set.
type Path struct {
	Mean []float64
	Err  error
}

// A Model forecasts all series of a panel at once, so that it can pool over
// their groups. It gives points, never intervals, and applies no floor at 0.
type Model interface {
	// Name identifies the model in configuration and output tables. It never
	// changes once released.
	Name() string

	// Fit returns one path for each series of p, in order, each with horizon
	// points. A series the model cannot do has Path.Err wrapping one of the
	// errors above. Fit changes nothing in p, gives the same answer each time,
	// and panics if horizon < 1, which is a mistake in the calling code. The
	// error is for the panel as a whole, such as an impossible frequency.
	Fit(p Panel, horizon int) ([]Path, error)
}

// Models lists every model in the shipped order, which is also the order of
// preference where no backtest can tell them apart.
var Models = []Model{
	naive,
	flat3,
	drift,
	demography,
	cohort{},
	countRates,
	ebRates,
	regression{},
	seasonalNaive,
	naive2,
	ses,
	holt,
	damped,
	theta,
	dotm,
	ets,
	arima,
	logDamped,
	logTheta,
	logETS,
	median,
	mean3,
	thief,
}

// Find returns the model with the given name.
func Find(name string) (Model, error) {
	names := make([]string, len(Models))
	for i, m := range Models {
		if m.Name() == name {
			return m, nil
		}
		names[i] = m.Name()
	}
	return nil, fmt.Errorf("no forecast model is named %q; known: %v", name, names)
}

// A Sampler is a model that can draw futures from a posterior distribution of its own: all
// that there is where no forecast of the past has been scored.
type Sampler interface {
	Model

	// Sample returns, by series, horizon and draw, n futures whose mean is the path of Fit;
	// nil for a series that the model cannot do, or of which no draw is above 0. Draw d of every series is one future.
	Sample(ctx context.Context, p Panel, horizon, n int, seed uint64) ([][][]float32, error)
}
