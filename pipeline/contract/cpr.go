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
//
// cprSeparators are hyphen, dashes, minus, point, slash and blanks.
const cprSeparators = "-‐‑–—−./ \u00a0"

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
		name = "try_cast(" + name + " as decimal(18,0))"
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
	var texts, numbers, counts, values []string
	var pick strings.Builder
	for i, column := range columns {
		numbers = append(numbers, fmt.Sprintf("%s as n%d", asNumber(fmt.Sprintf("b.v%d", i)), i))
		texts = append(texts, fmt.Sprintf("%s as v%d", column.asText(), i))
		counts = append(counts, fmt.Sprintf("count(*) filter (where %s) as c%d", cprForm(fmt.Sprintf("p.n%d", i)), i))
		values = append(values, fmt.Sprintf("(%d)", i))
		fmt.Fprintf(&pick, " when %d then c.c%[1]d", i)
	}
	return fmt.Sprintf(`select r.place, case r.place%s end as cpr_rows
from (select %s
  from (select %s
    from (select %s
      %s) as b) as p) as c
cross join (values %s) as r(place)
order by r.place`, &pick, strings.Join(counts, ",\n    "), strings.Join(numbers, ",\n      "), strings.Join(texts, ",\n        "), scope{c, src}.from(), strings.Join(values, ", "))
}

// CPRDistinctSQL counts the distinct values of a column, blanks and nulls apart,
// and how many of them have CPR form: distinct_values, cpr_values (bigint).
func (c Contract) CPRDistinctSQL(src Source, column CPRColumn) string {
	return fmt.Sprintf(`select count(*) as distinct_values, count(*) filter (where %s) as cpr_values
from (select %s as n from (select distinct %s as v %s) as b where trim(b.v) <> '') as p`,
		cprForm("p.n"), asNumber("b.v"), column.asText(), scope{c, src}.from())
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

// asNumber reads a text as a whole number where it can be a CPR number by its
// length and first character, separators left out, and is null elsewhere. A
// number written with a point and a nought (102031234.0) loses both first.
// Most ids fall at the first comparison, which is the cheapest: the scan goes over
// every row of the ledger. Keys in hex fall at a letter, since it takes an engine several times
// as long to find that a text is no number; what begins with a nought is left to it, as
// 0x1f is one. Separators are taken out only where there are any.
func asNumber(text string) string {
	var letters []string
	for _, r := range "abcdfABCDF" { // an e may be an exponent
		letters = append(letters, text+" not like "+quoteText("%"+string(r)+"%"))
	}
	var separated []string
	for _, r := range cprSeparators {
		separated = append(separated, text+" like "+quoteText("%"+string(r)+"%"))
	}
	return fmt.Sprintf(`case when (%[1]s between '0' and ':' or %[1]s like ' %%') and length(%[1]s) between 9 and 16
        and (%[1]s < '1' or %[4]s) then coalesce(
        case when %[1]s not like '%%.%%' then try_cast(%[1]s as bigint) end,
        case when %[3]s
          then try_cast(translate(case when %[1]s like '%%.0' then substr(%[1]s, 1, length(%[1]s) - 2) else %[1]s end, %[2]s, '') as bigint) end) end`,
		text, quoteText(cprSeparators), strings.Join(separated, " or "), strings.Join(letters, " and "))
}

// cprForm holds when the figures of a number before the last eight are a day, or
// a day plus 60, of the month that the next two are. The years have two digits:
// 29 February is a day in years that 4 divides. Days and months are compared as
// numbers; the divisions are exact, so that it does not matter whether an engine
// divides whole numbers as such. Null, which most values are, is not reckoned with.
func cprForm(n string) string {
	day := fmt.Sprintf("((%[1]s - mod(%[1]s, 100000000)) / 100000000)", n)
	month := fmt.Sprintf("((mod(%[1]s, 100000000) - mod(%[1]s, 1000000)) / 1000000)", n)
	year := fmt.Sprintf("((mod(%[1]s, 1000000) - mod(%[1]s, 10000)) / 10000)", n)
	return fmt.Sprintf(`(case when %[4]s is null then 1 = 0 else %[2]s between 1 and 12 and (%[1]s between 1 and 31 or %[1]s between 61 and 91)
      and not (%[1]s in (31, 91) and %[2]s in (4, 6, 9, 11)) and not (%[1]s in (30, 31, 90, 91) and %[2]s = 2)
      and not (%[1]s in (29, 89) and %[2]s = 2 and mod(%[3]s, 4) <> 0) end)`, day, month, year, n)
}
