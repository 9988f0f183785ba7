// Package population projects persons by age with Hamilton and Perry's cohort
// ratios, and keeps an age band constant where its own past says that the ratios
// lose.
//
// [Project] is the whole way: check and fill the history ([Fill]), score both
// methods on it per band ([Choice]), project with the better one.
//
// Sources: Hamilton and Perry (1962), A short method for projecting population by
// age from one decennial census to another, Social Forces 41, 163-170; Swanson,
// Schlottmann and Schmidt (2010), Forecasting the population of census tracts by
// age and sex, Population Research and Policy Review 29, 47-63.
package population

import "errors"

// Errors that this package wraps. Each message is a sentence to show to a reader.
var (
	ErrOption  = errors.New("option not allowed")
	ErrHistory = errors.New("population history cannot be used")
)

// A Sex of the persons counted. A history has Both throughout, or never.
type Sex uint8

// The sexes.
const (
	Both Sex = iota
	Male
	Female
)

// A Count is persons of one age on 1 January of a year. In groups of five years
// Age is the lowest age; the highest age of a history stands for everyone from
// there on.
type Count struct {
	Sex          Sex
	Age, Year    int
	Persons      float64
	Interpolated bool // the history lacks this age: it lies between its neighbours
}

// A Band is ages From to To, both included; To below 0 is open upwards.
type Band struct{ From, To int }

func (b Band) holds(age int) bool { return age >= b.From && (b.To < 0 || age <= b.To) }

// Bands are those of the project's definitions.
var Bands = []Band{
	{0, 5}, {6, 11}, {12, 17}, {18, 22}, {23, 29}, {30, 39}, {40, 49}, {50, 59}, {60, 66}, {67, 74}, {75, 84}, {85, -1},
}

// A Method of projecting a band.
type Method string

// The methods.
const (
	Cohort   Method = "cohort"
	Constant Method = "constant"
)

// A Choice is the method taken for a band, and why. Errors are means over past
// origins and horizons of |projected − counted| / counted, NaN where there is none.
type Choice struct {
	Band     Band
	Method   Method
	Cohort   float64
	Constant float64
	Scores   int // pairs of origin and horizon behind the errors
	Reason   string
}

// A Projection is persons by age in each year after the history.
type Projection struct {
	Counts  []Count // by year, age, sex
	Choices []Choice
}

// Options change how [Project] works. The zero value suits yearly counts by
// single age, or by five-year groups.
type Options struct {
	// Width of the age groups in years, 1 or 5; 0 is that of the history. Single
	// ages are added up to groups of five, never split. A group belongs to the band
	// that holds its lowest age.
	Width int
	// Step is the years from one count of a cohort to the next, a multiple of Width,
	// at most 10; 0 is Width. A history of 2010 and 2015 alone needs 5.
	Step int
	// Window is the years whose transitions (the one into the newest year, into the
	// year before, ...) are pooled; 0 is 5 with a Step of 1, else 1.
	Window int
	// OpenAge is the age from which persons are counted together; 0 is the highest
	// age that every year of the history has, at most 100.
	OpenAge int
	// Bands that get a method each; nil is [Bands]. They may not overlap. An age in
	// no band stays constant.
	Bands []Band
}
