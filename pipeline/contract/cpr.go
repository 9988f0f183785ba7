package contract

import (
	"fmt"
	"strings"
)

// A CPR number is ten digits, DDMMYYXXXX, where DDMMYY is a day; substitute
// numbers (erstatnings-CPR) have 60 added to the day. Its form is also that of
// ten digits with a hyphen, point, slash or blank between the parts, and of nine
// digits, where a spreadsheet or an integer column lost the leading zero. The
// check digit is not used: since 2007 numbers are given out without it.
//
// A column is taken for CPR numbers when more than half of its distinct values
// have the form. There is no least number of values: a file with one person
// holds one CPR number. Of ids that are ten random digits 7 % have the form, of
// nine 12 %, so a column of many such ids passes; a column of one or two may not,
// and neither do numbers that begin like days, such as P numbers (1003456789) or
// 2010000001. The message says what to do: put a letter in front.
const (
	cprSeparators = "-‐‑–—−./ \u00a0" // hyphen, dashes, minus, point, slash, blanks
	digits        = "0123456789"
	leapYears     = "'00', '04', '08', '12', '16', '20', '24', '28', '32', '36', '40', '44', '48', '52', '56', '60', '64', '68', '72', '76', '80', '84', '88', '92', '96'"
	longMonths    = "'01', '03', '05', '07', '08', '10', '12'"
)

// A CPRColumn is a column that is searched for CPR numbers.
type CPRColumn struct {
	Name  string
	float bool
}

// CPRColumns lists the columns of an extract whose values can be CPR numbers:
// text and whole numbers, and of extra columns also floating-point ones, which is
// what an integer column with gaps becomes in some programs.
func (c Contract) CPRColumns(files []File) []CPRColumn {
	var columns []CPRColumn
	for _, f := range files[:min(1, len(files))] { // the others have the same
		for _, fc := range f.Footer.Columns {
			_, known := c.column(fc.Name)
			k := fc.phys.kind
			if k == text || k == integer || k == other || k == decimal && fc.phys.scale == 0 || k == float && !known {
				columns = append(columns, CPRColumn{fc.Name, k == float})
			}
		}
	}
	return columns
}

// asText writes a column as text. Floating-point numbers go over decimal, since
// engines write large ones differently.
func (c CPRColumn) asText() string {
	name := "t." + quoteAny(c.Name)
	if c.float {
		name = "try_cast(" + name + " as decimal(18,1))"
	}
	return "cast(" + name + " as varchar)"
}

// CPRScanSQL counts, in one scan, the rows of each column with a value in CPR
// form: place (bigint, the column's index), cpr_rows (bigint). Columns with none
// need no more work; the others go to [Contract.CPRDistinctSQL].
func (c Contract) CPRScanSQL(src Source, columns []CPRColumn) string {
	if len(columns) == 0 {
		return "select 0 as place, 0 as cpr_rows where 1 = 0"
	}
	var bare, padded, counts, values []string
	var pick strings.Builder
	for i, column := range columns {
		bare = append(bare, fmt.Sprintf("%s as v%d", bareDigits(column.asText()), i))
		padded = append(padded, fmt.Sprintf("%s as d%d", tenDigits(fmt.Sprintf("b.v%d", i)), i))
		counts = append(counts, fmt.Sprintf("count(*) filter (where %s) as n%d", dayForms(fmt.Sprintf("p.d%d", i)), i))
		values = append(values, fmt.Sprintf("(%d)", i))
		fmt.Fprintf(&pick, " when %d then c.n%[1]d", i)
	}
	return fmt.Sprintf(`select r.place, case r.place%s end as cpr_rows
from (select %s
  from (select %s
    from (select %s
      %s) as b) as p) as c
cross join (values %s) as r(place)
order by r.place`, &pick, strings.Join(counts, ",\n    "), strings.Join(padded, ",\n      "), strings.Join(bare, ",\n        "), scope{c, src}.from(), strings.Join(values, ", "))
}

// CPRDistinctSQL counts the distinct values of a column, blanks and nulls apart,
// and how many of them have CPR form: distinct_values, cpr_values (bigint).
func (c Contract) CPRDistinctSQL(src Source, column CPRColumn) string {
	return fmt.Sprintf(`select count(*) as distinct_values, count(*) filter (where %s) as cpr_values
from (select %s as d
  from (select %s as v
    from (select distinct %s as x %s) as u where trim(u.x) <> '') as b) as p`,
		dayForms("p.d"), tenDigits("b.v"), bareDigits("u.x"), column.asText(), scope{c, src}.from())
}

// CPRFinding judges the counts of [Contract.CPRDistinctSQL].
func (c Contract) CPRFinding(column string, distinct, cpr int64) (Finding, bool) {
	if 2*cpr <= distinct {
		return Finding{}, false
	}
	f := c.finding(File{}, column, "cpr.values", Error,
		"%d of %d distinct values in column %s have the form of a CPR number, more than half: run opdrift pseudonymise on the file; if they are other ids, put a letter in front of each",
		cpr, distinct, column)
	f.Rows = cpr
	return f, true
}

// bareDigits takes separators out of a value that could be a CPR number by its
// length. Numbers written with a point (102031234.0) lose it first.
func bareDigits(value string) string {
	return fmt.Sprintf("case when length(%s) between 9 and 16 then translate(case when %[1]s like '%%.0' then substr(%[1]s, 1, length(%[1]s) - 2) else %[1]s end, %s, '') end", value, quoteText(cprSeparators))
}

// tenDigits puts a lost zero back, and is null for anything but digits.
func tenDigits(value string) string {
	return fmt.Sprintf("case when length(%s) in (9, 10) and translate(%[1]s, '%s', '') = '' then lpad(%[1]s, 10, '0') end", value, digits)
}

// dayForms holds when ten digits begin with a day, or a day plus 60. A year has
// two digits: 29 February is a day in years that 4 divides.
func dayForms(d string) string {
	day, month := "substr("+d+", 1, 2)", "substr("+d+", 3, 2)"
	return fmt.Sprintf(`(%[2]s between '01' and '12' and (%[1]s between '01' and '28' or %[1]s between '61' and '88'
      or (%[1]s in ('29', '89') and (%[2]s <> '02' or substr(%[3]s, 5, 2) in (%[4]s)))
      or (%[1]s in ('30', '90') and %[2]s <> '02')
      or (%[1]s in ('31', '91') and %[2]s in (%[5]s))))`, day, month, d, leapYears, longMonths)
}
