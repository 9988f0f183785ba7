package forecasts

import (
	"fmt"
	"slices"
)

// band returns the band of an age, -1 for none.
func (m *flowModel) band(age int) int {
	return slices.IndexFunc(m.bands, func(b Band) bool { return b.From <= age && age <= b.To })
}

// entryBand is the band that a person of an age at the year's first day enters: that of
// the age, or where there is none, that of the age reached in the year. So those who
// come on the birthday that opens a service to them, or are born in the year, count.
func (m *flowModel) entryBand(age int) int {
	if b := m.band(age); b >= 0 {
		return b
	}
	return m.band(age + 1)
}

// entryAges are the ages at a year's first day of those who enter a band.
func (m *flowModel) entryAges(b int) Band {
	ages := Band{m.bands[b].From, min(m.bands[b].To, oldestAge)}
	if m.band(ages.From-1) < 0 {
		ages.From--
	}
	return ages
}

// entryRates sets λ_b and the ages of entrants, by [flowModel.entryBand]; those of ages
// outside every band are nobody's.
func (m *flowModel) entryRates(rows []FlowRow, last int) error {
	entries, persons := make([]float64, len(m.bands)), make([]float64, len(m.bands))
	m.ages = make([]map[int]float64, len(m.bands))
	for b := range m.bands {
		m.ages[b] = map[int]float64{}
		for y := rows[0].Year; y <= last; y++ {
			n := m.exposure[b].at(y)
			if !finite(n) || n <= 0 {
				return fmt.Errorf("%w: %v at period %d", ErrNoExposure, n, y)
			}
			persons[b] += n
		}
	}
	for _, r := range rows {
		if b := m.entryBand(r.Age); r.Duration == Entrant && b >= 0 {
			entries[b] += r.Persons
			m.ages[b][r.Age] += r.Persons
		}
	}
	var allEntries, allPersons float64
	for b := range m.bands {
		allEntries, allPersons = allEntries+entries[b], allPersons+persons[b]
	}
	mean := allEntries / allPersons
	m.entry, m.entered = make([]float64, len(m.bands)), make([]gammaRate, len(m.bands))
	for b := range m.bands {
		m.entered[b] = gammaRate{entries[b] + entryPrior, persons[b] + entryPrior*allPersons/(allEntries+halfAnEvent)}
		if mean > 0 {
			m.entry[b] = (entries[b] + entryPrior) / (persons[b] + entryPrior/mean)
		}
		for age := range m.ages[b] {
			m.ages[b][age] /= entries[b]
		}
		if entries[b] == 0 { // nobody came: the prior's entries come at the middle of the band
			m.ages[b][(m.bands[b].From+min(m.bands[b].To, oldestAge))/2] = 1
		}
	}
	return nil
}

// class is the hazard class of an age: its band, or one of its own for those who
// turn 18, 23 or 67 in the year.
func (m *flowModel) class(age int) int {
	if k := slices.Index(turning, age+1); k >= 0 {
		return -2 - k
	}
	return m.band(age)
}

// exitRates sets the hazards.
func (m *flowModel) exitRates(rows []FlowRow) {
	exits, persons := map[[2]int]float64{}, map[[2]int]float64{}
	allExits, allPersons := map[int]float64{}, map[int]float64{}
	for _, r := range rows {
		key := [2]int{m.class(r.Age), r.Duration}
		exits[key] += r.Exits
		persons[key] += r.Persons
		allExits[r.Duration] += r.Exits
		allPersons[r.Duration] += r.Persons
	}
	m.prior, m.hazard, m.left = map[int]float64{}, map[[2]int]float64{}, map[[2]int]betaRate{}
	m.unseen = func(d int) float64 { return (allExits[d] + halfAnEvent) / (allPersons[d] + 2*halfAnEvent) }
	for d, n := range allPersons {
		m.prior[d] = allExits[d] / n
	}
	for key, n := range persons {
		m.left[key] = hazardOf(exits[key], n, m.unseen(key[1]))
		m.hazard[key] = (exits[key] + hazardPrior*m.prior[key[1]]) / (n + hazardPrior)
	}
}

// exit returns the hazard of an age and duration; where nobody has been seen, the
// service's own.
func (m *flowModel) exit(age, duration int) float64 {
	if q, ok := m.hazard[[2]int{m.class(age), duration}]; ok {
		return q
	}
	return m.prior[duration]
}

// presences sets the mean full-year persons of those who stay and who leave.
func (m *flowModel) presences(rows []FlowRow) {
	var days, persons [2][2]float64 // by entrant, by exit
	for _, r := range rows {
		e := 0
		if r.Duration == Entrant {
			e = 1
		}
		days[e][0], persons[e][0] = days[e][0]+r.Days, persons[e][0]+r.Persons-r.Exits
		days[e][1], persons[e][1] = days[e][1]+r.ExitDays, persons[e][1]+r.Exits
	}
	m.presence = map[bool][2]float64{}
	for e, entrant := range []bool{false, true} {
		mean := [2]float64{1, 0.5}
		if entrant {
			mean = [2]float64{0.5, 0.25}
		}
		for x := range mean {
			if persons[e][x] > 0 {
				mean[x] = days[e][x] / persons[e][x]
			}
		}
		m.presence[entrant] = mean
	}
}
