package sql_test

import (
	"fmt"
	"testing"
)

// TestViewsNameATableOnce: an engine stores a table expression that is used twice, whole
// and with every column, each time the view is read. Such a thing is a table of its own.
func TestViewsNameATableOnce(t *testing.T) {
	var views int
	for _, f := range all(t, folders...) {
		if !f.View {
			continue
		}
		views++
		for _, fault := range usedTwice(f.words) {
			t.Errorf("%s: %s: make it a file of its own, which runs before", f.path, fault)
		}
	}
	if views == 0 {
		t.Error("no view found: the test looks at nothing")
	}
	bad := words("with a as (select b from t), c as (select b from a) select a.b from a inner join c on a.b = c.b")
	if got := usedTwice(bad); len(got) != 1 || got[0] != "a is used 2 times" {
		t.Errorf("found %q, want that a is used 2 times", got)
	}
}

// usedTwice lists the tables that a statement names itself and reads more than once.
func usedTwice(w []word) []string {
	var out []string
	for _, name := range named(w) {
		var n int
		for i := range w {
			if (w[i].text == "from" || w[i].text == "join") && at(w, i+1) == name {
				n++
			}
		}
		if n > 1 {
			out = append(out, fmt.Sprintf("%s is used %d times", name, n))
		}
	}
	return out
}
