package contract

import (
	"fmt"
	"strings"
	"time"

	"opdrift/pipeline/law"
)

// knownLaw: the paragraph is one of the reference of package law, in force on a day of
// the period [from, to]; a period without an end lasts for ever. The sign § makes a text a
// paragraph: others are a municipality's own words, or another country's law, and are not
// judged.
type knownLaw struct{ column, from, to string }

func (k knownLaw) columns() []string { return []string{k.column, k.from, k.to} }
func (k knownLaw) breach(s scope) string {
	reference, err := law.Load()
	if err != nil {
		panic(err) // the reference is part of the program
	}
	var rows []string
	for _, p := range reference.Paragraphs() {
		to := "9999-12-31"
		if !p.ValidTo.IsZero() {
			to = p.ValidTo.Format(time.DateOnly)
		}
		rows = append(rows, fmt.Sprintf("(%s, date '%s', date '%s')", quoteText(law.Key(p.Paragraph)), p.ValidFrom.Format(time.DateOnly), to))
	}
	// texts are few: what each of them means is worked out once, not row by row
	meanings := fmt.Sprintf("select m.text, p.first_day, p.last_day from (select distinct %[1]s as text %[2]s where %[1]s is not null) as m inner join (values %[3]s) as p(paragraph, first_day, last_day) on p.paragraph = %[4]s",
		col(k.column), s.from(), strings.Join(rows, ", "), lawKey("m.text"))
	return fmt.Sprintf("(%[1]s is not null and %[2]s is not null and position('§' in %[1]s) > 0 and not exists (select 1 from (%[4]s) as k where k.text = %[1]s and k.first_day <= coalesce(%[3]s, date '9999-12-31') and k.last_day >= %[2]s))",
		col(k.column), col(k.from), col(k.to), meanings)
}

// lawKey is [law.Key] in SQL.
func lawKey(key string) string {
	for _, end := range law.Ends {
		key = fmt.Sprintf("split_part(%s, %s, 1)", key, quoteText(end))
	}
	for _, gone := range law.Gone {
		key = fmt.Sprintf("replace(%s, %s, '')", key, quoteText(gone))
	}
	return key
}
