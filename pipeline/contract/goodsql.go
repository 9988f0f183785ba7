package contract

import (
	"fmt"
	"strings"
)

// GoodSQL selects what later stages read: every column of the contract in its
// own type and order, then opdrift_file and opdrift_row, of the rows that break
// none of the given rules. Give it the rules that were found broken; those whose
// severity is not error are left alone. With no rule broken it is a plain
// projection, which costs an engine nothing.
//
// Optional columns that the files lack are typed nulls. Of a duplicated key every
// copy is left out: nothing says which is right. Extra columns are left out. Codes of
// superseded services are read as those that carry them on.
func (c Contract) GoodSQL(src Source, broken []Rule) string {
	s := scope{c, src}
	columns := make([]string, 0, len(c.Columns)+2)
	for _, column := range c.Columns {
		value := "null"
		if s.has(column.Name) {
			value = s.stable(column.Name)
		}
		columns = append(columns, fmt.Sprintf("cast(%s as %s) as %s", value, sqlTypes[column.Class], quote(column.Name)))
	}
	columns = append(columns, col(fileColumn), col(rowColumn))
	sql := "select " + strings.Join(columns, ",\n  ") + "\n" + s.from()
	if len(errorsOf(broken)) == 0 {
		return sql
	}
	return sql + "\nwhere not (" + s.bad(broken) + ")"
}

// bad holds for the rows that break any of the rules of severity error, and is
// never null.
func (s scope) bad(broken []Rule) string {
	conditions := []string{"1 = 0"}
	for _, r := range errorsOf(broken) {
		if s.applies(r.test) {
			conditions = append(conditions, "coalesce("+r.test.breach(s)+", false)")
		}
	}
	return strings.Join(conditions, "\n  or ")
}

func errorsOf(rules []Rule) []Rule {
	var errs []Rule
	for _, r := range rules {
		if r.Severity == Error {
			errs = append(errs, r)
		}
	}
	return errs
}

// QuarantineSQL names the rows that break a rule, and nothing else of them:
//
//	extract, rule  varchar
//	row_key        varchar  the key, as in case_id=17; empty values as nothing
//	file           varchar
//	file_row       bigint
//
// in order of file, row and key. A rule that cannot be checked names none. A key may hold a pseudonym: the table is
// restricted.
func (c Contract) QuarantineSQL(src Source, r Rule) string {
	s := scope{c, src}
	parts := []string{"''"}
	for i, k := range c.Key {
		if !s.has(k) {
			continue
		}
		label := k + "="
		if i > 0 {
			label = ", " + label
		}
		parts = append(parts, quoteText(label), asText(k))
	}
	condition := "1 = 0"
	if s.applies(r.test) {
		condition = r.test.breach(s)
	}
	return fmt.Sprintf(`select %s as extract, %s as rule, %s as row_key, cast(%s as varchar) as file, cast(%s as bigint) as file_row
%s where %s
order by file nulls last, file_row nulls last, row_key nulls last`,
		quoteText(c.Name), quoteText(r.ID), strings.Join(parts, " || "), col(fileColumn), col(rowColumn), s.from(), condition)
}
