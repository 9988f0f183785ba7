package sql_test

import (
	"slices"
	"strings"
	"testing"
)

// ansi lists the functions that extract/ may call besides the shims: those that
// DuckDB and Trino both have, with one meaning. Of least and greatest this holds
// only where no argument is null (Trino then gives null), which the queries see to.
var ansi = []string{"cast", "coalesce", "count", "dense_rank", "extract", "greatest", "least", "max", "min", "nullif", "round", "row_number", "sum"}

// shims returns the functions that shims/duckdb.sql makes.
func shims(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, f := range all(t, "shims") {
		for i, w := range f.words {
			if w.text == "macro" {
				out = append(out, at(f.words, i+1))
			}
		}
	}
	if len(out) == 0 {
		t.Fatal("no macro in shims/")
	}
	return out
}

// foreign lists the words of other dialects, with what to write instead.
var foreign = map[string]string{
	"qualify":      "filter in an outer select",
	"pivot":        "sum(case …)",
	"unpivot":      "union all",
	"exclude":      "name the columns",
	"replace":      "name the columns",
	"columns":      "name the columns",
	"asof":         "a join with a range",
	"positional":   "a join by key",
	"semi":         "where exists",
	"anti":         "where not exists",
	"lateral":      "a join",
	"unnest":       "a join to the calendar",
	"ilike":        "lower() like",
	"glob":         "like",
	"sample":       "nothing random here",
	"tablesample":  "nothing random here",
	"try_cast":     "a rule in the contract",
	"hugeint":      "decimal(38, 0)",
	"struct":       "columns",
	"map":          "columns",
	"list":         "rows",
	"array":        "rows",
	"lambda":       "sql",
	"summarize":    "a select",
	"describe":     "a select",
	"read_parquet": "the logical name",
	"read_csv":     "the logical name",
}

// foreignSigns lists the signs of other dialects.
var foreignSigns = map[string]string{
	"::": "cast(… as …)", "//": "a shim", "->": "no lambda, no JSON", "->>": "no JSON", "[": "no list", "]": "no list",
	"{": "no struct", "}": "no struct", "==": "=", "!=": "<>", "**": "a shim", "%": "a shim", "^": "a shim", "=>": "no named argument",
	":=": "no named argument", "@": "abs()", "~": "like",
}

// TestExtractIsANSI reads extract/ with the rules of its dialect (docs of package
// sql): the only statements that another engine runs too.
func TestExtractIsANSI(t *testing.T) {
	known := slices.Concat(ansi, shims(t))
	for _, f := range all(t, "extract") {
		for _, fault := range faults(f, known) {
			t.Error(fault)
		}
	}
}

// faults lists what a file of extract/ may not have.
func faults(f file, known []string) []string {
	var out []string
	add := func(i int, want string) {
		out = append(out, f.at(f.words[i])+": "+at(f.words, i)+" "+at(f.words, i+1)+": "+want)
	}
	for i, w := range f.words {
		if instead, ok := foreign[w.text]; ok && w.kind == 'n' {
			add(i, "not ANSI: "+instead)
		}
		if instead, ok := foreignSigns[w.text]; ok && w.kind == 's' {
			add(i, "not ANSI: "+instead)
		}
		if want := dialect(f.words, i); want != "" {
			add(i, want)
		}
	}
	for _, i := range functions(f.words) {
		if name := f.words[i].text; !slices.Contains(known, name) && !slices.Contains(foreignNames(), name) {
			add(i, "neither ANSI nor a shim: want one of "+strings.Join(known, ", "))
		}
	}
	return out
}

func foreignNames() []string {
	var out []string
	for name := range foreign {
		out = append(out, name)
	}
	return out
}

// dialect says what is wrong with the word at i where it takes more than one word
// to see, empty if nothing is.
func dialect(w []word, i int) string {
	switch w[i].text {
	case "all":
		if at(w, i-1) == "by" {
			return "name the columns"
		}
	case "from":
		if before := at(w, i-1); before == "" || before == "(" || before == "all" || before == "union" {
			return "begin with select"
		}
		if w[min(i+1, len(w)-1)].kind == '\'' {
			return "a file: want the logical name"
		}
	case "distinct":
		if at(w, i+1) == "on" {
			return "row_number() over (… order by …)"
		}
	case "limit", "fetch", "offset":
		if !slices.ContainsFunc(w[:i], func(x word) bool { return x.text == "order" }) {
			return "which rows is chance: want order by before it"
		}
	case "over":
		return window(w, i)
	case "order":
		return tieBreak(w, i)
	case "/":
		return division(w, i)
	case "sum":
		return sum(w, i)
	}
	return ""
}

// window wants every window to say its order.
func window(w []word, i int) string {
	if at(w, i+1) != "(" {
		return "write the window out"
	}
	if end := closing(w, i+1); !slices.ContainsFunc(w[i:end], func(x word) bool { return x.text == "order" }) {
		return "the window has no order by"
	}
	return ""
}

// tieBreak wants nulls last written out where an order is descending: engines
// disagree there.
func tieBreak(w []word, i int) string {
	for j := i; j < len(w) && w[j].text != ")" && w[j].text != "rows" && w[j].text != "limit"; j++ {
		if w[j].text == "desc" && at(w, j+1) != "nulls" {
			return "write nulls last"
		}
	}
	return ""
}

// division wants a double above and something that is never 0 below: Trino
// divides whole numbers to whole numbers, DuckDB does not, and x / 0 is an error
// there and infinite here.
func division(w []word, i int) string {
	above := false
	if at(w, i-1) == ")" {
		open := opening(w, i-1)
		above = at(w, open-1) == "cast" && at(w, i-2) == "double"
	}
	if below := at(w, i+1); !above || below != "nullif" && !(below == "count" && at(w, i+2) == "(") {
		return "want cast(… as double) / nullif(…, 0), or / count(…) of what is never null"
	}
	return ""
}

// sum wants the type of a sum written out, which differs between engines, except
// inside a window, where a sum goes on being reckoned with.
func sum(w []word, i int) string {
	if at(w, i+1) != "(" {
		return ""
	}
	end := closing(w, i+1)
	if at(w, end+1) == "filter" {
		end = closing(w, end+2)
	}
	if at(w, end+1) == "over" {
		return ""
	}
	for j := i - 1; j > 0 && w[j].text == "("; j -= 2 {
		if w[j-1].text == "cast" {
			return ""
		}
	}
	return "cast the sum: its type differs between engines"
}

// TestTheRulesBite checks the checks: statements that break one rule each, and one
// that breaks none.
func TestTheRulesBite(t *testing.T) {
	known := slices.Concat(ansi, []string{"month_of"})
	good := `-- A row is a month.
with a as (
    select service, month_of(posting_date) as month, cast(sum(amount) filter (where kind = 'gross') as decimal(38, 2)) as amount
    from costs
    where extract(year from posting_date) in (2020, 2021) -- qualify [not] this :: one
    group by service, month_of(posting_date)
)
select
    service,
    'qualify' as note,
    cast(amount as double) / nullif(month, 0) as share,
    row_number() over (partition by service order by amount desc nulls last, month) as place
from a
union all
select service, note, share, place from (select service, note, share, place from b) as c
order by service
limit 10
`
	if got := faults(file{path: "good.sql", words: words(good)}, known); len(got) > 0 {
		t.Errorf("a good statement has faults: %q", got)
	}
	for _, bad := range []string{
		"select a from t qualify a = 1",
		"select a, cast(count(*) as bigint) as n from t group by all",
		"select a from t order by all",
		"select a::int from t",
		"select a // 2 from t",
		"select * exclude (a) from t",
		"select * replace (1 as a) from t",
		"select list_transform(a, x -> x + 1) from t",
		"select [1, 2] as a from t",
		"select {'a': 1} as a from t",
		"from t",
		"select a from (from t)",
		"select a from t union all from u",
		"select a from 'costs.parquet'",
		"select a from read_parquet('costs.parquet')",
		"select a from read_csv_auto('costs.csv')",
		"pivot t on a using cast(sum(b) as bigint)",
		"select a from t limit 3",
		"select distinct on (a) a, b from t",
		"select max(a) over (partition by b) from t",
		"select row_number() over () from t",
		"select sum(a) over w from t window w as (order by a)",
		"select row_number() over (order by a desc) from t",
		"select a / b from t",
		"select cast(a as double) / b from t",
		"select a / nullif(b, 0) from t",
		"select sum(a) as a from t",
		"select round(sum(a), 0) as a from t",
		"select date_trunc('month', a) from t",
		"select make_date(a, 1, 1) from t",
		"select any_value(a) from t",
		"select arg_max(a, b) from t",
		"select first(a) from t",
		"select avg(a) from t",
		"select a from t where a ilike 'x'",
		"select a from t where a != 1",
		"select unnest(a) from t",
		"select a from t asof join u on t.a >= u.a",
		"select cast(a as hugeint) from t",
	} {
		if got := faults(file{path: "bad.sql", words: words(bad)}, known); len(got) == 0 {
			t.Errorf("no fault found in %q", bad)
		}
	}
}
