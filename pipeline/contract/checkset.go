package contract

import "fmt"

// Checks over all files of one extract.

// drift compares a file's schema with the first file's. An engine that reads
// several files takes the first file's types for all and drops what only later
// files have, in silence. The order of columns is free.
func drift(c Contract, first, f File) []Finding {
	var found []Finding
	for _, a := range first.Footer.Columns {
		b, ok := f.column(a.Name)
		if !ok {
			found = append(found, c.finding(f, a.Name, ruleDrift, Error, "no column %s, which %s has: files of one extract must have the same columns", a.Name, first.Path))
		} else if a.Type != b.Type {
			found = append(found, c.finding(f, a.Name, ruleDrift, Error, "column %s is %s, and %s in %s: files of one extract must have the same types", a.Name, b.Type, a.Type, first.Path))
		}
	}
	for _, b := range f.Footer.Columns {
		if !first.has(b.Name) {
			found = append(found, c.finding(f, b.Name, ruleDrift, Error, "column %s is not in %s: files of one extract must have the same columns", b.Name, first.Path))
		}
	}
	return found
}

func givenTwice(c Contract, files []File) ([]Finding, error) {
	var found []Finding
	for i, f := range files {
		for _, g := range files[:i] {
			how, err := same(g, f)
			if err != nil {
				return found, err
			}
			if how != "" {
				found = append(found, c.finding(f, "", ruleSame, Error, "given twice: the same as %s (%s); every row would count twice: keep one", g.Path, how))
				break
			}
		}
	}
	return found, nil
}

// empty judges an extract that has files and no rows.
func empty(c Contract, files []File) []Finding {
	if len(files) == 0 || Rows(files) > 0 {
		return nil
	}
	var whole File
	if len(files) == 1 {
		whole = files[0]
	}
	if c.EmptyStops {
		return []Finding{c.finding(whole, "", ruleEmpty, Error, "0 rows: want at least one; deliver the extract again, or take it out of the project if it is meant to be missing")}
	}
	return []Finding{c.finding(whole, "", ruleEmpty, Info, "0 rows: counts as an extract that is not there")}
}

// absent says what each optional column that is not there costs.
func absent(c Contract, f File) []Finding {
	var found []Finding
	for _, col := range c.Columns {
		if col.Optional && !f.has(col.Name) {
			note := c.finding(File{}, col.Name, ruleAbsent, Info, "no column %s: %s", col.Name, col.AbsenceCosts)
			note.MessageDA = fmt.Sprintf("%s: ingen kolonne %s: %s", c.Name, col.Name, col.AbsenceCostsDA)
			found = append(found, note)
		}
	}
	return found
}
