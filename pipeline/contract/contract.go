package contract

import "slices"

// A Contract is what one extract promises.
type Contract struct {
	Name       string
	Version    string
	Purpose    string
	Row        string // what one row is
	RowDA      string
	Columns    []Column
	Key        []string // columns that together are found once, of those that are there
	Rules      []Rule   // those of the object, then those of each column
	EmptyStops bool     // zero rows stop the run
	Kroner     []string // columns whose product measures a row in kroner
	Limit      Limit
	Freshness  []Freshness
}

// A Column is one column of an extract.
type Column struct {
	Name           string
	Class          Class
	Optional       bool // the file may lack the column
	Nullable       bool // a value may be null
	Description    string
	Classification string // public, internal, personal or special_category (GDPR article 9)
	AbsenceCosts   string // what the result loses without an optional column
	AbsenceCostsDA string
}

// Severity says what a breach leads to.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // the row goes to quarantine; of a file: the run stops
	Warning Severity = "warning" // counted and shown
	Info    Severity = "info"    // counted
)

// A Rule is one promise about the values of an extract.
type Rule struct {
	ID       string // EXTRACT.NAME, as in cases.unit.values
	Extract  string
	Column   string // the column it is written under, or empty
	Severity Severity
	Text     string // what holds, as a sentence
	TextDA   string

	test test
}

// A Freshness is how old the newest value of a date column may be on the day of
// a run.
type Freshness struct {
	Column  string
	MaxDays int
}

// A Finding is one thing an extract gets wrong, or that is worth a line.
type Finding struct {
	Extract   string
	File      string // as the user gave it, or empty
	Column    string // or empty
	Rule      string
	Severity  Severity
	Rows      int64 // that break the rule
	Ore       int64 // their kroner, in øre
	TotalRows int64
	Message   string // names file, column, found and wanted, and what to do
	MessageDA string // the same in Danish; empty where there is none
}

// AboutPersons reports whether a column holds data about a person, so that no value of a
// row may be shown.
func (c Contract) AboutPersons() bool {
	return slices.ContainsFunc(c.Columns, func(col Column) bool {
		return col.Classification == "personal" || col.Classification == "special_category"
	})
}

// column returns the named column.
func (c Contract) column(name string) (Column, bool) {
	for _, col := range c.Columns {
		if col.Name == name {
			return col, true
		}
	}
	return Column{}, false
}
