package refusion

// A UnitYear is what one unit costs in the twelve months of a fiscal year.
type UnitYear struct {
	Group  Group
	Base   [12]float64 // øre; what is held against the amounts
	Paid   [12]bool    // covered by age
	Cell   int         // that most of its cost is in
	Shares []Share     // of each month's refund, by cell; they add up to 1
}

// A Share is how much of each month's refund belongs to a cell: a service and age band.
type Share struct {
	Cell int
	Of   [12]float64
}

// Cost is the base of the year, øre.
func (u *UnitYear) Cost() (sum float64) {
	for _, b := range u.Base {
		sum += b
	}
	return sum
}

// priced is the base of the first months of the year at the prices of the cells.
func (u *UnitYear) priced(months int, price []float64) (sum float64) {
	for m := range months {
		sum += u.at(m, price)
	}
	return sum
}

// at is the base of a month, each part times the price of its cell.
func (u *UnitYear) at(m int, price []float64) float64 {
	if len(u.Shares) == 1 && u.Shares[0].Of[m] == 1 {
		return u.Base[m] * price[u.Shares[0].Cell]
	}
	var factor, whole float64
	for i := range u.Shares {
		of := u.Shares[i].Of[m]
		factor, whole = factor+of*price[u.Shares[i].Cell], whole+of
	}
	if whole == 0 {
		return u.Base[m]
	}
	return u.Base[m] * factor
}

// Levels are what a scheme pays in the months of a year, by group.
type Levels [12][2]Level

// LevelsOf are the amounts of the twelve months from one on.
func (r Rules) LevelsOf(scheme string, first int64, opts Options) Levels {
	var levels Levels
	for m := range levels {
		for _, g := range []Group{Adult, Young} {
			levels[m][g], _ = r.Level(scheme, first+int64(m), g, opts)
		}
	}
	return levels
}

// pay adds what the scheme refunds of the unit's first months, each at the year's prices,
// scaled, rounded to whole øre and held against that month's amounts, times a number of such
// units, to the cells, øre.
func (u *UnitYear) pay(months int, scale, number float64, y Year, cells []float64) {
	for m := range months {
		level := &y.Levels[m][u.Group]
		if !u.Paid[m] || len(level.Steps) == 0 {
			continue
		}
		scaled := roundOre(u.at(m, y.Price) * scale)
		if !level.Reaches(scaled) {
			continue
		}
		refund := number * float64(level.Refund(scaled))
		for _, s := range u.Shares {
			cells[s.Cell] += refund * s.Of[m]
		}
	}
}

// FromStart is the year of a unit that is there from its first month: the months before the
// first that cost anything are as the mean of those from it on, and go where that goes.
func (u UnitYear) FromStart() UnitYear {
	first := 0
	for first < 12 && u.Base[first] == 0 {
		first++
	}
	if first == 0 || first == 12 {
		return u
	}
	mean := u.Cost() / float64(12-first)
	shares := make([]Share, len(u.Shares))
	copy(shares, u.Shares)
	for m := range first {
		u.Base[m], u.Paid[m] = mean, u.Paid[first]
		for i := range shares {
			shares[i].Of[m] = shares[i].Of[first]
		}
	}
	u.Shares = shares
	return u
}
