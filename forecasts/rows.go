package forecasts

import (
	"iter"
)

// A Status says what a number can be used for. A status other than ok, borrowed,
// extrapolated, stale, posterior or vintage_unknown goes with NaN.
type Status string

// The statuses of forecasts and scores.
const (
	OK             Status = "ok"
	Borrowed       Status = "borrowed"        // 3 to 5 points: interval from the group's scores alone
	Extrapolated   Status = "extrapolated"    // horizon above n − 5: interval widened by √h
	Stale          Status = "stale"           // the series ends before the panel; horizons count from its end
	FewScores      Status = "few_scores"      // too few scores for the outer quantiles
	TooShort       Status = "too_short"       // under 3 points: naive, no interval
	ScaleZero      Status = "scale_zero"      // the history does not move, so errors have no scale: no interval
	NoEvidence     Status = "no_evidence"     // no scores in any group: no interval
	Posterior      Status = "posterior"       // no scores in any group: interval of the model's own posterior
	NoData         Status = "no_data"         // no finite value: no path
	NoLaterOrigin  Status = "no_later_origin" // no origin later than those that calibrate
	VintageUnknown Status = "vintage_unknown" // scored with figures that may not have been known
)

// A Score is one forecast held against what happened.
type Score struct {
	Series   string
	Model    string
	Origin   int // calendar index of the last known period
	Horizon  int
	Forecast float64
	Actual   float64
	Error    float64 // Actual − Forecast
	Scale    float64
	Scaled   float64 // Error/Scale; NaN with status scale_zero
	Status   Status  // ok, vintage_unknown or scale_zero
}

// Rows yields every score in the order of panel, origin, horizon, Models.
func (s *Scores) Rows() iter.Seq[Score] {
	return func(yield func(Score) bool) {
		for i := range s.panel.Series {
			for o := range s.Origins {
				for h := range s.Horizon {
					for m := range s.Models {
						if row, ok := s.row(m, i, o, h); ok && !yield(row) {
							return
						}
					}
				}
			}
		}
	}
}

func (s *Scores) row(m, i, o, h int) (Score, bool) {
	c, at := s.cell(i, o, h), i*len(s.Origins)+o
	point := s.points[m][c]
	if !finite(point) {
		return Score{}, false
	}
	status := OK
	switch {
	case !finite(s.scaled[m][c]):
		status = ScaleZero
	case s.unknown[at]:
		status = VintageUnknown
	}
	y := s.actual(i, o, h)
	return Score{
		Series: s.panel.Series[i].Key, Model: s.Models[m], Origin: s.Origins[o], Horizon: h + 1,
		Forecast: point, Actual: y, Error: y - point, Scale: s.scale[at], Scaled: s.scaled[m][c], Status: status,
	}, true
}
