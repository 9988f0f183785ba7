package contract_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"opdrift/pipeline/law"
)

// A paragraph is known on a day of its period: the old law before 1 January 2024, the new
// one after, both for what runs across. Words that are no paragraph are not judged.
func TestParagraphsAreKnownOnTheDay(t *testing.T) {
	e := open(t)
	e.table("services", `select 's' || row_number() over () as service, a as valid_from, b as valid_to, p as law_paragraph from (values
		('SEL § 66, stk. 1, nr. 1', date '2007-01-01', date '2023-12-31'), ('BL § 43', date '2024-01-01', null),
		('SEL §52 stk. 3, nr. 7', date '2022-05-01', null), ('SEL § 85', date '1998-07-01', null), ('Lokal ydelse', date '2020-01-01', null),
		('Care Act 2014 s. 18', date '2015-04-01', null), ('', date '2020-01-01', null), (null, date '2020-01-01', null),
		('SEL § 66', date '2024-01-01', null), ('BL § 43, stk. 1', date '2020-01-01', date '2023-12-31'), ('SEL § 999', date '2020-01-01', null)) v(p, a, b)`)
	e.wants("services", "law_paragraph.known|3|0.00")
}

// Grants of 4 x 100 and 1 x 250 kroner: those that the paragraph does not cover are
// counted with their kroner, and kept.
func TestParagraphsOfGrants(t *testing.T) {
	e := open(t)
	e.table("cases", `select 'c' || i as case_id, 'p' || i as person_key, 's' as service, a as start_date, b as end_date, 'once' as unit,
		cast(q as decimal(12,2)) as quantity, cast(u as decimal(18,2)) as unit_price, date '2010-05-01' as birth_date, '999' as paying_municipality, p as law_paragraph
		from (values (1, 'SEL § 76', date '2023-12-31', null, 1, 10), (2, 'SEL § 76', date '2024-01-01', null, 4, 100),
			(3, 'BL § 114', date '2023-06-01', date '2023-12-31', 1, 250), (4, 'BL § 114', date '2023-06-01', date '2024-01-01', 1, 7)) v(i, p, a, b, q, u)`)
	e.wants("cases", "law_paragraph.known|2|650.00")
	if diff := cmp.Diff(4, len(e.good("cases", "case_id"))); diff != "" {
		t.Error(diff)
	}
}

// The key in SQL is that of package law, for all its paragraphs and for odd spellings.
func TestKeyInSQLIsThatOfTheReference(t *testing.T) {
	reference, err := law.Load()
	if err != nil {
		t.Fatal(err)
	}
	texts := []string{"SEL §85", "SEL  §  85, stk. 2", "SEL\u00a0§\u00a085; SUL § 141", "SEL § 44 jf. § 84", "SEL § 83 a stk. 1", "STU.", "§", "x"}
	for _, p := range reference.Paragraphs() {
		texts = append(texts, p.Paragraph, p.Paragraph+", stk. 1, nr. 2")
	}
	e := open(t)
	var rows []string
	for _, text := range texts {
		_, known := reference.In(text, time.Date(2007, 1, 1, 0, 0, 0, 0, time.UTC), time.Time{})
		rows = append(rows, fmt.Sprintf("('%s', %v)", text, known || !strings.Contains(text, "§")))
	}
	e.table("services", "select cast(row_number() over () as varchar) as service, date '2007-01-01' as valid_from, cast(null as date) as valid_to, p as law_paragraph, known from (values "+strings.Join(rows, ", ")+") v(p, known)")
	unknown := e.rows("select count(*) from raw_services where not known")[0]
	e.wants("services", "law_paragraph.known|"+unknown+"|0.00")
}

// A superseded code is read as the one that carries it on, in every column that names a
// service, and nowhere else.
func TestSupersededCodesAreReadAsTheirSuccessors(t *testing.T) {
	e := open(t)
	e.table("services", "select s as service from (values ('new'), ('old'), ('other')) v(s)")
	e.table("account_map", `select 2023 as year, 'old' as account, s as service, cast(.25 as decimal(9,6)) as share from (values ('old'), ('new'), ('other')) v(s)`)
	source := e.source("account_map")
	source.CarriedOn = map[string]string{"old": "new"}
	got := e.rows("select g.account, g.service from (" + load(t, "account_map").GoodSQL(source, nil) + ") as g order by 2")
	if diff := cmp.Diff([]string{"old|new", "old|new", "old|other"}, got); diff != "" {
		t.Error(diff)
	}
	source = e.source("services")
	source.CarriedOn = map[string]string{"old": "new"}
	if got := e.rows("select g.service from (" + load(t, "services").GoodSQL(source, nil) + ") as g order by 1"); !cmp.Equal(got, []string{"new", "old", "other"}) {
		t.Errorf("services %v: want its own codes", got)
	}
}
