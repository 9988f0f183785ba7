package refusion

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"opdrift/pipeline/money"
)

// Compute returns what the state pays, by person, service and month, of rows in any
// order; parts of 0 are left out. Rows are sorted by municipality, month, person,
// service, scheme.
//
//  1. A lump is spread evenly over the twelve months of the calendar year of its month:
//     part k is R(amount × k/12) − R(amount × (k−1)/12), R to whole øre, half away from
//     zero (money.Cumulative). So it may count in months before its own.
//  2. A flat share pays R(percent × net cost) of each person's service and month, and what
//     is left counts in the scheme that the share names: other refunds go first.
//  3. A unit is a person; of what children below 18 get, and young people to 22 as support
//     after care, the household, where the version says so and the household is known.
//     Ages are those of the month's first day. What a young person of 18 to 22 gets beside
//     support after care is his own unit's. The base of a unit's month is Σ cost − other
//     refunds − income over all its rows: income above one row's cost lessens the others.
//  4. From the age limit on only the person counts who was covered immediately before: whose
//     base in the calendar month before that of the birthday was above a twelfth of the
//     first amount, if the version of the birthday's month keeps such persons. A person
//     without rows then was not covered. (A stay in hospital in that month is not known.)
//  5. [Level.Refund] of the base is shared over the unit's rows in proportion to each
//     person's and service's own base, those below 0 counted as 0, by largest remainder,
//     ties to the first by person and service (money.Apportion). The parts add up to the
//     refund exactly.
//
// Sources: serviceloven § 176, barnets lov § 198; bekendtgørelse nr. 1485 af 6. december
// 2023, § 3 (month, all help to the person, income and other refunds deducted, lumps), § 5
// (household), § 6 (67 years).
//
// It is an error if a row lacks person, municipality, service or birth date, is of a scheme
// without a rule, or has an amount beyond ±10^15 øre; if a person has two birth dates; and
// if a unit's month is beyond that amount. Months before a scheme's first version refund
// nothing, see [Rules.First].
func Compute(rules Rules, months []PersonMonth, opts Options) ([]Refund, error) {
	c, cells, err := summed(rules, months, opts)
	if err != nil {
		return nil, err
	}
	c.thresholds(cells)
	slices.SortFunc(c.refunds, func(a, b Refund) int {
		return cmp.Or(strings.Compare(a.Municipality, b.Municipality), cmp.Compare(a.Month, b.Month),
			strings.Compare(a.Person, b.Person), strings.Compare(a.Service, b.Service), strings.Compare(a.Scheme, b.Scheme))
	})
	return merged(c.refunds), nil
}

// summed sums rows by unit and month, flat shares paid: steps 1 to 3 of [Compute].
func summed(rules Rules, months []PersonMonth, opts Options) (*computation, []cell, error) {
	if !(opts.ThresholdGrowth >= -.1 && opts.ThresholdGrowth <= .25) {
		return nil, nil, fmt.Errorf("growth of the thresholds is %v a year: want -0.1 to 0.25", opts.ThresholdGrowth)
	}
	c := &computation{rules: rules, opts: opts, births: map[string]time.Time{},
		cells: map[cell]money.Ore{}, bases: map[unit]money.Ore{}, levels: map[levelKey]Level{}}
	for i := range months {
		if err := c.add(&months[i]); err != nil {
			return nil, nil, fmt.Errorf("row %d: %w", i+1, err)
		}
	}
	cells := c.sorted()
	return c, cells, c.shares(cells)
}

type levelKey struct {
	scheme string
	month  int64
	group  Group
}

// A computation sums rows and holds what its steps leave.
type computation struct {
	rules   Rules
	opts    Options
	births  map[string]time.Time
	cells   map[cell]money.Ore // cost − income − other refunds
	bases   map[unit]money.Ore
	levels  map[levelKey]Level
	refunds []Refund
}

// add checks a row, spreads it if it is a lump, and sums it.
func (c *computation) add(row *PersonMonth) error {
	if row.Person == "" || row.Municipality == "" || row.Service == "" || row.Birth.IsZero() {
		return fmt.Errorf("lacks one of person, municipality %q, service %q, birth date %s: want all of them", row.Municipality, row.Service, row.Birth.Format(time.DateOnly))
	}
	if old, ok := c.births[row.Person]; ok && !old.Equal(row.Birth) {
		return fmt.Errorf("the person is born on %s, and on %s in an earlier row: want one birth date", row.Birth.Format(time.DateOnly), old.Format(time.DateOnly))
	}
	c.births[row.Person] = row.Birth
	if row.Month < 0 || row.Month > 12*9999 {
		return fmt.Errorf("month is %d: want months since year 0", row.Month)
	}
	for _, amount := range []money.Ore{row.Cost, row.Income, row.OtherRefunds} {
		if amount > maxMonth/4 || amount < -maxMonth/4 {
			return fmt.Errorf("amount of %v: want at most %v either way", amount, maxMonth/4)
		}
	}
	net := row.Cost - row.Income - row.OtherRefunds
	if !row.Lump {
		return c.put(row, row.Month, net)
	}
	for k, part := range money.Cumulative(net, twelfths, 12) {
		if err := c.put(row, row.Month/12*12+int64(k), part); err != nil {
			return err
		}
	}
	return nil
}

var twelfths = []int64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}

// put adds an amount to the cell of a row's person and service in a month.
func (c *computation) put(row *PersonMonth, month int64, net money.Ore) error {
	scheme := row.Scheme
	if flat, known := c.rules.share(scheme, month); known {
		scheme = ""
		if flat != nil {
			scheme = flat.CountsIn
		}
	} else if _, known := c.rules.grouping(scheme, month); !known {
		return fmt.Errorf("scheme %q has no rule: want one of %s", scheme, strings.Join(c.rules.Schemes(), ", "))
	}
	u := unit{row.Municipality, scheme, Adult, person, row.Person, month}
	if t, _ := c.rules.grouping(scheme, month); t != nil {
		u.group = t.group(row, month)
		if u.group == Young && t.Young.Unit == "household" && row.Household != "" {
			u.owner, u.id = household, row.Household
		}
	}
	k := cell{u, row.Person, row.Service, row.Scheme}
	sum := c.cells[k] + net
	if sum > maxMonth || sum < -maxMonth {
		return fmt.Errorf("the person's cost in month %d sums to %v: want at most %v either way", month, sum, maxMonth)
	}
	c.cells[k] = sum
	return nil
}
