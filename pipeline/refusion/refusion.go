// Package refusion computes what the Danish state refunds of very expensive single
// cases (central refusion, særligt dyre enkeltsager), and of services of which it
// pays a flat share, from what persons cost by month.
//
// The rules are dated data (rules.yaml, [Load]), never code. The rule is convex in
// what a unit costs in a month, so it is applied there, never to a mean, a year or a
// grant ([Compute], [Level.Refund]).
//
// Amounts are whole øre and named, not signed: cost, income and other refunds are
// positive in what goes in, a refund is positive in what comes out. The ledger's
// signs are turned by the caller. Months count from year 0 (year × 12 + month − 1).
package refusion

import (
	"time"

	"opdrift/pipeline/money"
)

// A PersonMonth is what one person cost in one service and month of delivery. There
// may be several of the same person, service and month; they add.
type PersonMonth struct {
	Municipality string // that bears the cost: persons and households are counted within it
	Person       string
	Household    string // of a child or a young person in support after care; may be empty
	Birth        time.Time
	Month        int64
	Service      string
	Scheme       string // the service's scheme: one of those in the rules

	Cost         money.Ore // gross; negative where a correction exceeds it
	Income       money.Ore // own payment and other income
	OtherRefunds money.Ore // of schemes that are not in the rules; those in the rules are computed

	Lump      bool // a single expense, to be spread over the months of its year
	Aftercare bool // given as support after care
}

// A Refund is what the state pays of one person's cost in one service and month.
type Refund struct {
	Municipality string
	Person       string
	Service      string
	Scheme       string // that pays it
	Month        int64
	Ore          money.Ore
	Assumed      bool // it rests on amounts that are carried, not published
}

// Options are the assumptions of a computation.
type Options struct {
	// ThresholdGrowth carries the newest published amounts to later years: 0.02 is
	// 2 % a year. Taken to the nearest millionth; from −0.1 to 0.25.
	ThresholdGrowth float64
}

// maxMonth is the largest amount of a unit in a month, 10,000 billion kroner: up to
// it the arithmetic is exact in 64 bits.
const maxMonth money.Ore = 1e15
