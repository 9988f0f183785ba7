package contract

import (
	"fmt"
	"strings"
)

// Total is the name under which [Contract.CountSQL] counts all rows.
const Total = "total"

// A Statement is SQL that counts the breaches of one rule.
type Statement struct {
	Rule Rule
	SQL  string
}

// CountSQL counts the breaches of every row rule that can be checked, in one scan for all
// of them, whose counts are taken of the rows that break any, and one for the total. It
// yields a row for [Total] and then one for each of the rules it returns, in their order,
// with columns
//
//	rule    varchar        Total or the rule's ID
//	broken  bigint         rows, never null
//	kroner  decimal(38,2)  their kroner without sign, never null
func (c Contract) CountSQL(src Source) (string, []Rule) {
	s := scope{c, src}
	rules := s.rules(false)
	inner := []string{s.kroner() + " as k"}
	broken := []string{"1 = 0"}
	outer := []string{"count(*) as broken"}
	values := []string{fmt.Sprintf("(-1, %s)", quoteText(Total))}
	var n, k strings.Builder
	for i, r := range rules {
		inner = append(inner, fmt.Sprintf("%s as b%d", r.test.breach(s), i))
		broken = append(broken, fmt.Sprintf("b.b%d", i))
		outer = append(outer, fmt.Sprintf("count(*) filter (where b.b%d) as n%[1]d", i), fmt.Sprintf("%s as s%d", sumKroner(fmt.Sprintf(" filter (where b.b%d)", i)), i))
		values = append(values, fmt.Sprintf("(%d, %s)", i, quoteText(r.ID)))
		fmt.Fprintf(&n, " when %d then c.n%[1]d", i)
		fmt.Fprintf(&k, " when %d then c.s%[1]d", i)
	}
	return fmt.Sprintf(`select r.rule, case r.place when -1 then w.n%s end as broken, case r.place when -1 then w.s%s end as kroner
from (select count(*) as n, %s as s from (select %s as k %s) as b) as w
cross join (select %s
  from (select %s
    %[5]s) as b
  where %[8]s) as c
cross join (values %[9]s) as r(place, rule)
order by r.place`, &n, &k, sumKroner(""), s.kroner(), s.from(), strings.Join(outer, ",\n    "), strings.Join(inner, ",\n      "),
		strings.Join(broken, " or "), strings.Join(values, ", ")), rules
}

// SetSQL lists one statement for each rule over keys, references, sums and
// periods that can be checked. Each yields one row like those of
// [Contract.CountSQL]. A duplicated key counts every copy.
func (c Contract) SetSQL(src Source) []Statement {
	s := scope{c, src}
	var statements []Statement
	for _, r := range s.rules(true) {
		statements = append(statements, Statement{r, s.countWhere(r.ID, r.test.breach(s))})
	}
	return statements
}

// LostSQL counts the rows that [Contract.GoodSQL] leaves out for the same broken
// rules, as one row like those of [Contract.CountSQL] named quarantine. A row that
// breaks two rules counts once.
func (c Contract) LostSQL(src Source, broken []Rule) string {
	s := scope{c, src}
	return s.countWhere("quarantine", s.bad(broken))
}

func (s scope) countWhere(name, condition string) string {
	return fmt.Sprintf("select %s as rule, count(*) as broken, %s as kroner\nfrom (select %s as k %s where %s) as b",
		quoteText(name), sumKroner(""), s.kroner(), s.from(), condition)
}

func sumKroner(filter string) string {
	return "cast(coalesce(sum(b.k)" + filter + ", 0) as decimal(38,2))"
}
