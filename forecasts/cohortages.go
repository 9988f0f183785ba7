package forecasts

// An ageShare is the part of a band's entrants who are of an age on the year's first day.
type ageShare struct {
	age   int
	share float64
}

// entryShares returns the ages of a band's entrants in a year, in order: those of the
// entrants of the years of the rates; with the ages of the inhabitants known,
//
//	entries(a) = λ_b · N_b · s(a) · r(a) / r̄_b
//
// s(a) is the part of the band's inhabitants who are of age a, r(a) how much more often
// they enter than the band as a whole, and r̄_b the mean of r over the inhabitants of
// the years of the rates. So a band that grows older within itself, as large cohorts
// pass through it, gets more entries, or fewer, at the same size, and shares need not add
// up to 1.
func (m *flowModel) entryShares(b, year int) []ageShare {
	key := [2]int{b, year}
	if out, ok := m.shares[key]; ok {
		return out
	}
	of := m.ages[b]
	if m.relative != nil {
		if now := m.census.shares(m.entryAges(b), year); now != nil {
			of = map[int]float64{}
			for age, s := range now {
				of[age] = s * m.relative[b][age]
			}
		}
	}
	out := []ageShare{}
	for _, age := range sortedAges(of) {
		out = append(out, ageShare{age, of[age]})
	}
	m.shares[key] = out
	return out
}

// relativeRates sets r(a)/r̄_b of every age,
//
//	r(a) = (E_a + k) / (E_b · N_a/N_b + k)
//
// with entrants E and inhabitants N summed over the years of the rates: the posterior
// mean of a Gamma with k = 1 entry and mean 1, so that an age with few inhabitants is
// like the band. It needs the census of all years from the first of the rates to the
// last of the forecast; without, ages stay as they were.
func (m *flowModel) relativeRates(rows []FlowRow, ages *Ages, last, horizon int) {
	first := rows[0].Year
	census, ok := ages.at(last, first, last+horizon)
	if !ok {
		return
	}
	m.census, m.relative = census, make([]map[int]float64, len(m.bands))
	for b := range m.bands {
		persons, entries := map[int]float64{}, map[int]float64{}
		var allPersons, allEntries float64
		enter := m.entryAges(b)
		for age := enter.From; age <= enter.To; age++ {
			for y := first; y <= last; y++ {
				persons[age] += census.of(age, y)
			}
			allPersons += persons[age]
		}
		for _, r := range rows {
			if r.Duration == Entrant && m.entryBand(r.Age) == b {
				entries[min(r.Age, oldestAge)] += r.Persons
				allEntries += r.Persons
			}
		}
		m.relative[b] = map[int]float64{}
		if allPersons == 0 {
			continue
		}
		var mean float64
		for age, n := range persons {
			m.relative[b][age] = (entries[age] + entryPrior) / (allEntries*n/allPersons + entryPrior)
		}
		for _, age := range sortedAges(persons) {
			mean += m.relative[b][age] * persons[age] / allPersons
		}
		for age := range persons {
			m.relative[b][age] /= mean
		}
	}
}
