package pipeline

import (
	"math"
	"testing"

	"opdrift/pipeline/money"
)

// TestOverspend: an estimate of 1,000 with a mean relative error of 0.05 and the scores 0,
// 0, 2, 2 (see TestYearEndEstimate). A budget of 1,100 is 0.1 / 0.05 = 2 away: two scores of
// four are as far, (1 + 2) / 5 / 2 = 0.3. One of 1,101 is farther than all: 1 / 5 / 2 = 0.1.
// Below the estimate the year ends above the budget with the rest of the probability. With
// income of a tenth the service expenditure of 900 is as far from 990 as 1,000 from 1,100, and net of
// 800 from 880.
func TestOverspend(t *testing.T) {
	row := yearEndRow{Result: 1000_00, Service: 900_00, Net: 800_00, spread: .05, scores: []float64{0, 0, 2, 2}}
	for _, tt := range []struct {
		budget  money.Ore
		concept string
		want    float64
	}{
		{1100_00, "gross", .3}, {1101_00, "gross", .1}, {900_00, "gross", .7}, {899_00, "gross", .9},
		{991_00, "service_expenditure", .1}, {809_00, "service_expenditure", .9},
		{1000_00, "gross", .5}, {880_00, "net", .3},
	} {
		if got := row.overspend(tt.budget, tt.concept); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("budget %v %s: %v, want %v", tt.budget, tt.concept, got, tt.want)
		}
	}
	if got := (yearEndRow{Result: 1000_00}).overspend(900_00, "gross"); !math.IsNaN(got) {
		t.Errorf("without an interval: %v, want NaN", got)
	}
}

// TestMovement: an item that both runs have, one that came, and one that went.
func TestMovement(t *testing.T) {
	c := &compared{years: []comparedRow{
		{Level: "service", Item: "a", Granted: 900_00, Expected: 50_00, Result: 950_00, Booked: 300_00},
		{Level: "service", Item: "gone", Granted: 10_00, Result: 10_00, Booked: 1_00},
	}}
	c.ID = "2025-05-31-0123456789ab"
	rows := c.move([]yearEndRow{
		{Level: "service", Item: "a", Delivered: 500_00, Committed: 430_00, Expected: 30_00, Result: 960_00},
		{Level: "service", Item: "new", Committed: 20_00, Expected: 1_00, Result: 21_00},
	}, 2025)
	if len(rows) != 3 {
		t.Fatalf("%d rows, want 3", len(rows))
	}
	for i, want := range []struct {
		item                               string
		before, moved, granted, exp, books int64
	}{{"a", 950_00, 10_00, 30_00, -20_00, 300_00}, {"new", 0, 21_00, 20_00, 1_00, 0}, {"gone", 10_00, -10_00, -10_00, 0, 1_00}} {
		r := rows[i]
		if r.Item != want.item || r.Compared != c.ID || *r.ResultBefore != want.before || *r.Movement != want.moved ||
			*r.MovementGranted != want.granted || *r.MovementExpected != want.exp || *r.BookedBefore != want.books {
			t.Errorf("%s: before %d, movement %d = %d + %d, booked %d; want %+v",
				r.Item, *r.ResultBefore, *r.Movement, *r.MovementGranted, *r.MovementExpected, *r.BookedBefore, want)
		}
	}
	var none *compared
	if rows := none.move([]yearEndRow{{Item: "a"}}, 2025); rows[0].Movement != nil {
		t.Error("without a run before there is a movement")
	}
}
