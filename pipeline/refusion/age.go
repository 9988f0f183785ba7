package refusion

import "time"

// birthday is the day a person turns n: born on 29 February, in a common year, on
// 1 March (docs/definitions.md, Age).
func birthday(birth time.Time, n int) time.Time {
	return time.Date(birth.Year()+n, birth.Month(), birth.Day(), 0, 0, 0, 0, time.UTC)
}

// under says whether a person is below an age on the first day of a month: a birthday
// on the first counts in that month, one on any later day in the next.
func under(birth time.Time, age int, month int64) bool {
	return birthday(birth, age).After(time.Date(int(month/12), time.Month(month%12+1), 1, 0, 0, 0, 0, time.UTC))
}

// group says with whom a row's cost is summed in a month.
func (t *threshold) group(row *PersonMonth, month int64) Group {
	if under(row.Birth, t.Young.AgeBelow, month) || row.Aftercare && under(row.Birth, t.Young.AftercareTo+1, month) {
		return Young
	}
	return Adult
}

// ageAt is a person's age in years on the first day of a month.
func ageAt(birth time.Time, month int64) int {
	age := int(month/12) - birth.Year()
	if under(birth, age, month) {
		age--
	}
	return age
}
