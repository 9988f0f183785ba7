package pipeline

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"opdrift/pipeline/config"
	"opdrift/pipeline/contract"
	"opdrift/pipeline/store"
)

// keyRule ends the id of the rule on an extract's key.
const keyRule = ".key"

// overLimit adds a fault when more of an extract is bad than may be, with the
// rules that its rows break and where the first of them stand, and reports whether
// it did: the tables of a run that stops are not published, so the error is the
// only place that can say it.
func (r *run) overLimit(ctx context.Context, in *input, broken []contract.Rule, counts map[string]breach, faults *inputErrors) (bool, error) {
	if len(broken) == 0 {
		return false, nil
	}
	lost, err := r.breaches(ctx, in.contract.LostSQL(in.source, broken))
	if err != nil {
		return false, err
	}
	total := counts[contract.Total]
	over := r.limitOf(in).Check(in.name, contract.Count{Rows: lost[0].Rows, Ore: lost[0].Ore}, contract.Count{Rows: total.Rows, Ore: total.Ore})
	if over != nil {
		faults.add("%v", over)
	}
	stops := over != nil
	for _, rule := range broken {
		// a key found twice is no bad row but a file or a join that came twice: no
		// share of it is small enough to go on with
		twice := rule.ID == in.name+keyRule
		if over == nil && !twice {
			continue
		}
		stops = true
		where, err := r.places(ctx, in, rule)
		if err != nil {
			return false, err
		}
		hint := ""
		if twice {
			hint = "; look for a file or a join that came twice, and deliver each key once"
		}
		faults.add("%s, rule %s: %s it: %s (%s)%s", in.name, rule.ID, rowsBreak(counts[rule.ID].Rows), rule.Text, where, hint)
	}
	return stops, nil
}

func rowsBreak(n int64) string {
	if n == 1 {
		return "1 row breaks"
	}
	return fmt.Sprintf("%d rows break", n)
}

// placesShown is how many bad rows of a rule an error points at.
const placesShown = 5

// places says where the first rows that break a rule stand, by file and row number, and
// nothing of the rows themselves; only of a rule on groups, such as the shares of an
// account, the key, if the extract holds nothing about persons.
func (r *run) places(ctx context.Context, in *input, rule contract.Rule) (string, error) {
	rows, err := store.Select[quarantineRow](ctx, r.store, "select * from (\n"+in.contract.QuarantineSQL(in.source, rule)+
		"\n)\norder by file nulls last, file_row nulls last limit "+strconv.Itoa(placesShown+1))
	if err != nil {
		return "", err
	}
	var out strings.Builder
	named := rule.OfGroups() && !in.contract.AboutPersons()
	for i, q := range rows[:min(placesShown, len(rows))] {
		switch {
		case i == 0:
			fmt.Fprintf(&out, "%s row %d", q.File, q.Row+1)
		case q.File != rows[i-1].File:
			fmt.Fprintf(&out, ", %s row %d", q.File, q.Row+1)
		default:
			fmt.Fprintf(&out, ", %d", q.Row+1)
		}
		if named {
			fmt.Fprintf(&out, " [%s]", q.Key)
		}
	}
	if len(rows) > placesShown {
		out.WriteString(" and more")
	}
	return out.String(), nil
}

// where names an extract's files.
func (in *input) where() string {
	if len(in.files) == 1 {
		return in.files[0].Path
	}
	return fmt.Sprintf("%d files, first %s", len(in.files), in.files[0].Path)
}

// limitOf returns the limits of an extract: the contract's own, unless the
// configuration sets others.
func (r *run) limitOf(in *input) contract.Limit {
	limit := in.contract.Limit
	rows, amount := r.cfg.Quality.Of(in.name)
	if rows != config.Contract {
		limit.Rows = rows
	}
	if amount != config.Contract {
		limit.Kroner = amount
	}
	return limit
}
