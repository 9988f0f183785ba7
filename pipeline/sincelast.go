package pipeline

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"opdrift/pipeline/contract"
	"opdrift/pipeline/publish"
)

// sinceRule, after the name of an extract, is what moved in it since the last run.
const sinceRule = ".since_last_run"

// moved is the verdict of what is not as it was at the last run. It is no fault: a new
// delivery moves, and so does a flipped bit. Who reads it knows which was meant.
const moved = "moved"

// sinceLast adds to a validation what moved against the last published run: by extract
// the rows, the columns whose fingerprints differ, and of costs the months. An extract
// with a control file is what its sender says and is not looked at. It never stops.
func sinceLast(ctx context.Context, r *run) error {
	if r.last == nil {
		return nil
	}
	before := map[string]publish.Input{}
	for _, in := range r.last.manifest.Inputs {
		before[in.Name] = in
	}
	for _, in := range r.inputs {
		then, there := before[in.name]
		delete(before, in.name)
		if in.control == nil {
			r.noteSince(in, then, there)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		r.quality = append(r.quality, sinceRow(name, 0, before[name].Rows,
			fmt.Sprintf("gone since run %s; rows then: %d", r.last.ID, before[name].Rows),
			fmt.Sprintf("væk siden kørslen %s; rækker da: %d", r.last.ID, before[name].Rows)))
	}
	if err := r.monthsSince(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.notCompared(err)
	}
	return nil
}

// sinceRow is a remark on one extract. Its rows are those that there are more or fewer.
func sinceRow(extract string, now, then int64, en, da string) qualityRow {
	return qualityRow{
		Extract: extract, Rule: extract + sinceRule, Severity: string(contract.Info), Verdict: moved,
		Rows: max(now-then, then-now), Total: now, Text: en, TextDA: da,
	}
}

// noteSince holds an extract against what the last run read of it.
func (r *run) noteSince(in *input, then publish.Input, there bool) {
	now, id := in.fingerprint, r.last.ID
	if !there {
		r.quality = append(r.quality, sinceRow(in.name, now.Rows, 0,
			fmt.Sprintf("new since run %s; rows now: %d", id, now.Rows), fmt.Sprintf("ny siden kørslen %s; rækker nu: %d", id, now.Rows)))
		return
	}
	columns, order := columnsMoved(then.Sums, now.Sums)
	row := sinceRow(in.name, now.Rows, then.Rows, "", "")
	switch {
	case now.Rows == then.Rows && len(columns) == 0 && !order && r.sameFiles(in):
		row.Verdict = "passed"
		row.Text, row.TextDA = "as it was at run "+id, "som ved kørslen "+id
	case now.Rows == then.Rows && len(columns) == 0 && !order:
		row.Text = fmt.Sprintf("moved since run %s; other files (SHA-256), with the same values", id)
		row.TextDA = fmt.Sprintf("ændret siden kørslen %s; andre filer (SHA-256) med de samme værdier", id)
	default:
		row.Text = fmt.Sprintf("moved since run %s; rows then: %d, now: %d; ", id, then.Rows, now.Rows)
		row.TextDA = fmt.Sprintf("ændret siden kørslen %s; rækker da: %d, nu: %d; ", id, then.Rows, now.Rows)
		if len(columns) == 0 {
			row.Text += "the same values in other rows"
			row.TextDA += "de samme værdier i andre rækker"
		} else {
			names := strings.Join(columns, ", ")
			row.Text += "columns that differ: " + names
			row.TextDA += "kolonner, der er ændret: " + names
		}
	}
	r.quality = append(r.quality, row)
}

// columnsMoved lists the columns whose fingerprints differ, are new or gone, by name,
// and says whether the fingerprint over whole rows does. Of money it gives both sums.
func columnsMoved(then, now map[string]string) (columns []string, rows bool) {
	both := maps.Clone(then)
	maps.Copy(both, now)
	for _, name := range slices.Sorted(maps.Keys(both)) {
		a, before := then[name]
		b, after := now[name]
		switch {
		case name == "*":
			rows = a != b
		case before && after && a == b:
		case before && after && name == "amount":
			columns = append(columns, fmt.Sprintf("%s (%s > %s)", name, a, b))
		case before && !after:
			columns = append(columns, "-"+name)
		case after && !before:
			columns = append(columns, "+"+name)
		default:
			columns = append(columns, name)
		}
	}
	return columns, rows
}

// sameFiles reports whether an extract's files have the bytes that the last run read.
func (r *run) sameFiles(in *input) bool {
	hashes := func(list []publish.InputFile) (out []string) {
		for _, f := range list {
			if f.Extract == in.name {
				out = append(out, f.SHA256)
			}
		}
		return slices.Sorted(slices.Values(out))
	}
	return slices.Equal(hashes(r.last.files), hashes(in.evidence))
}
