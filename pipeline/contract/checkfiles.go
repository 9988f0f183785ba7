package contract

import (
	"fmt"
	"slices"
	"strings"
)

// Rules about files, as [Finding.Rule] names them behind the extract's name.
const (
	ruleMissing = "file.missing_column"
	ruleAbsent  = "file.absent_column"
	ruleType    = "file.type"
	ruleExtra   = "file.extra_column"
	ruleNested  = "file.nested"
	ruleTwice   = "file.column_twice"
	ruleCPRName = "file.cpr_name"
	ruleDrift   = "file.drift"
	ruleSame    = "file.given_twice"
	ruleEmpty   = "file.empty"
)

// CheckFiles compares the footers of an extract's files with its contract and
// with each other. No value is read; files of equal size are hashed to find one
// given twice. Findings are in order of file and column; any of severity error
// stops the run. The error is a file that cannot be read any more.
func CheckFiles(c Contract, files []File) ([]Finding, error) {
	var found []Finding
	for _, f := range files {
		found = append(found, checkColumns(c, f)...)
	}
	for _, f := range files[min(1, len(files)):] {
		found = append(found, drift(c, files[0], f)...)
	}
	twice, err := givenTwice(c, files)
	found = append(found, twice...)
	found = append(found, empty(c, files)...)
	if len(files) > 0 {
		found = append(found, absent(c, files[0])...)
	}
	for i := range found {
		found[i].TotalRows = Rows(files)
	}
	return found, err
}

// CheckFile checks one file against the contract of an extract.
func CheckFile(name, path string) ([]Finding, error) {
	c, err := Load(name)
	if err != nil {
		return nil, err
	}
	files, err := ReadFiles([]string{path})
	if err != nil {
		return nil, err
	}
	return CheckFiles(c, files)
}

func (c Contract) finding(f File, column, rule string, s Severity, format string, args ...any) Finding {
	where := c.Name
	if f.Path != "" {
		where = f.Path
	}
	return Finding{Extract: c.Name, File: f.Path, Column: column, Rule: c.Name + "." + rule, Severity: s,
		Message: where + ": " + fmt.Sprintf(format, args...)}
}

func checkColumns(c Contract, f File) []Finding {
	var found []Finding
	for _, col := range c.Columns {
		if fc, ok := f.column(col.Name); ok {
			found = append(found, checkType(c, f, col, fc)...)
		} else if !col.Optional {
			found = append(found, c.finding(f, col.Name, ruleMissing, Error, "no column %s, want %s; it has %s%s",
				col.Name, col.Class.wanted(), columnList(f), spelling(f, col.Name)))
		}
	}
	for _, r := range c.Rules {
		if a, ok := r.test.(anyOf); ok && !slices.ContainsFunc(a.names, f.has) {
			found = append(found, c.finding(f, a.names[0], ruleMissing, Error, "no column %s: want at least one of them; it has %s",
				strings.Join(a.names, " or "), columnList(f)))
		}
	}
	return append(found, checkNames(c, f)...)
}

func checkType(c Contract, f File, col Column, fc FileColumn) []Finding {
	if col.Class.accepts(fc.phys) || fc.phys.kind == nested { // nested: see checkNames
		return nil
	}
	hint := ""
	if col.Class == Date && fc.phys.kind == timestamp {
		hint = "; cast it to a date: a time of day would move days across months"
	}
	if fc.phys.kind == float && (col.Class == Money || col.Class == Quantity || col.Class == Share) {
		hint = "; a floating-point number is not exact: cast it to DECIMAL"
	}
	return []Finding{c.finding(f, col.Name, ruleType, Error, "column %s is %s, want %s%s", col.Name, fc.Type, col.Class.wanted(), hint)}
}

// checkNames judges a file's columns one by one: nested, twice, called CPR, or
// not in the contract.
func checkNames(c Contract, f File) []Finding {
	var found []Finding
	seen := map[string]bool{}
	for _, fc := range f.Footer.Columns {
		_, known := c.column(fc.Name)
		lower := strings.ToLower(fc.Name)
		switch {
		case saysCPR(fc.Name):
			found = append(found, c.finding(f, fc.Name, ruleCPRName, Error, "column %s is named for CPR numbers, which must not come in: run opdrift pseudonymise on the file, or leave the column out", fc.Name))
		case fc.phys.kind == nested:
			found = append(found, c.finding(f, fc.Name, ruleNested, Error, "column %s is nested: want plain columns; flatten it or leave it out", fc.Name))
		case seen[lower]:
			found = append(found, c.finding(f, fc.Name, ruleTwice, Error, "column %s stands twice (upper and lower case are the same): want each name once", fc.Name))
		case slices.Contains(reserved, lower):
			found = append(found, c.finding(f, fc.Name, ruleExtra, Error, "extra column %s has a name that opdrift uses itself: rename it or leave it out", fc.Name))
		case !known && fc.phys.kind == blob:
			found = append(found, c.finding(f, fc.Name, ruleType, Error, "extra column %s is %s and cannot be searched for CPR numbers: write it as a string, or leave it out", fc.Name, fc.Type))
		case !known:
			found = append(found, c.finding(f, fc.Name, ruleExtra, Warning, "extra column %s (%s) is not in the contract and is not used", fc.Name, fc.Type))
		}
		seen[lower] = true
	}
	return found
}

// reserved are the names that the engine adds to the columns of a file.
var reserved = []string{fileColumn, rowColumn, "filename", "file_row_number"}

// columnList names the columns of a file, for a message.
func columnList(f File) string {
	const most = 40
	var names []string
	for _, c := range f.Footer.Columns {
		names = append(names, c.Name)
	}
	if len(names) == 0 {
		return "no columns"
	}
	if len(names) > most {
		names = append(names[:most], fmt.Sprintf("and %d more", len(names)-most))
	}
	return strings.Join(names, ", ")
}

// spelling points at a column that differs in case or blanks only.
func spelling(f File, name string) string {
	for _, c := range f.Footer.Columns {
		if strings.EqualFold(strings.TrimSpace(c.Name), name) {
			return fmt.Sprintf("; rename %q to %s: names are in lower case", c.Name, name)
		}
	}
	return ""
}
