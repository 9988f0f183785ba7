package pipeline

import (
	"context"
	"errors"

	"opdrift/pipeline/contract"
	"opdrift/pipeline/money"
	"opdrift/pipeline/publish"
	"opdrift/pipeline/store"
)

// A qualityRow says how many rows break one rule and what they are worth.
type qualityRow struct {
	Extract  string `col:"extract"`
	Rule     string `col:"rule"`
	File     string `col:"file"`
	Column   string `col:"column_name"`
	Severity string `col:"severity"`
	Verdict  string `col:"verdict"`
	Rows     int64  `col:"rows"`
	Total    int64  `col:"total_rows"`
	Ore      int64  `col:"ore"`
	Text     string `col:"text"`
	TextDA   string `col:"text_da"`
}

// A quarantineRow names a row that breaks a rule, and nothing else of it.
type quarantineRow struct {
	Extract string `col:"extract"`
	Rule    string `col:"rule"`
	Key     string `col:"row_key"`
	File    string `col:"file"`
	Row     int64  `col:"file_row"`
}

// A breach is the count of one rule.
type breach struct {
	Rule string `col:"rule"`
	Rows int64  `col:"broken"`
	Ore  int64  `col:"ore"`
}

// check counts the breaches of every rule of every extract, in rows and kroner,
// puts bad rows into quarantine, and makes the checked views that later stages
// read. A share of bad rows above the limit, or a column of CPR numbers, stops the
// run; every fault is reported at once. At the end the run has its name.
func check(ctx context.Context, r *run) error {
	var faults inputErrors
	if err := r.carryOn(ctx, &faults); err != nil {
		return err
	}
	for _, in := range r.inputs {
		if err := r.fingerprint(ctx, in); err != nil {
			return err
		}
		if err := r.checkSums(ctx, in, &faults); err != nil {
			return err
		}
		rows, err := r.checkExtract(ctx, in, &faults)
		if err != nil {
			return err
		}
		r.quarantined = append(r.quarantined, rows...)
	}
	if err := faults.err(); err != nil {
		return err
	}
	if err := r.fresh(ctx); err != nil {
		return err
	}
	if err := store.Append(ctx, r.store, "quarantine", r.quarantined); err != nil {
		return err
	}
	if err := r.emptyViews(ctx); err != nil || !r.opts.SkipUnchanged {
		return err
	}
	return r.unchanged(ctx)
}

// quarantineTable is a row of the table quarantine.
type quarantineTable struct {
	Extract string `col:"extract"`
	File    string `col:"file"`
	Row     int64  `col:"row_number"`
	Rule    string `col:"rule"`
	Key     string `col:"key"`
	Reason  string `col:"reason"`
}

func (r *run) checkExtract(ctx context.Context, in *input, faults *inputErrors) ([]quarantineTable, error) {
	if err := r.searchCPR(ctx, in, faults); err != nil {
		return nil, err
	}
	counts, rules, err := r.countBreaches(ctx, in)
	if err != nil {
		return nil, err
	}
	var broken []contract.Rule
	for _, rule := range rules {
		b := counts[rule.ID]
		r.noteRule(in, rule, b, counts[contract.Total].Rows)
		if b.Rows > 0 && rule.Severity == contract.Error {
			broken = append(broken, rule)
		}
	}
	stops, err := r.overLimit(ctx, in, broken, counts, faults)
	if err != nil {
		return nil, err
	}
	if err := r.store.View(ctx, in.name, in.contract.GoodSQL(in.source, broken)); err != nil {
		return nil, err
	}
	if stops { // nothing will be published, and the rows may be many
		return nil, nil
	}
	return r.quarantine(ctx, in, broken)
}

// countBreaches runs the one scan over row rules and the statements over sets.
func (r *run) countBreaches(ctx context.Context, in *input) (map[string]breach, []contract.Rule, error) {
	scan, rules := in.contract.CountSQL(in.source)
	statements := []string{scan}
	for _, s := range in.contract.SetSQL(in.source) {
		statements = append(statements, s.SQL)
		rules = append(rules, s.Rule)
	}
	counts := map[string]breach{}
	for _, statement := range statements {
		rows, err := r.breaches(ctx, statement)
		if err != nil {
			return nil, nil, err
		}
		for _, b := range rows {
			counts[b.Rule] = b
		}
	}
	return counts, rules, nil
}

// breaches runs a counting statement; kroner beyond what øre can count are capped.
func (r *run) breaches(ctx context.Context, statement string) ([]breach, error) {
	return store.Select[breach](ctx, r.store,
		"select rule, broken, cast(least(kroner, 92233720368547000) * 100 as bigint) as ore from (\n"+statement+"\n)")
}

// noteRule keeps what breaks a rule for the table quality, and warns with what it is worth
// and what is allowed.
func (r *run) noteRule(in *input, rule contract.Rule, b breach, total int64) {
	row := qualityRow{
		Extract: rule.Extract, Rule: rule.ID, Column: rule.Column, Severity: string(rule.Severity), Verdict: "passed",
		Rows: b.Rows, Total: total, Ore: b.Ore, Text: rule.Text, TextDA: rule.TextDA,
	}
	if b.Rows > 0 {
		row.Verdict = map[contract.Severity]string{contract.Error: "quarantined", contract.Warning: "warned", contract.Info: "noted"}[rule.Severity]
		if rule.Severity != contract.Info {
			r.log.Warn("rows break a rule", "extract", rule.Extract, "rule", rule.ID, "rows", b.Rows, "verdict", row.Verdict,
				"kroner", money.Ore(b.Ore), "file", in.where(), "want", rule.Text)
		}
	}
	r.quality = append(r.quality, row)
}

// searchCPR looks for columns of CPR numbers: one scan, and distinct values only
// for columns that have any.
func (r *run) searchCPR(ctx context.Context, in *input, faults *inputErrors) error {
	columns := in.contract.CPRColumns(in.files)
	if len(columns) == 0 {
		return nil
	}
	type scanned struct {
		Place int64 `col:"place"`
		Rows  int64 `col:"cpr_rows"`
	}
	type counted struct {
		Distinct int64 `col:"distinct_values"`
		CPR      int64 `col:"cpr_values"`
	}
	found, err := store.Select[scanned](ctx, r.store, in.contract.CPRScanSQL(in.source, columns))
	if err != nil {
		return err
	}
	for _, f := range found {
		if f.Rows == 0 {
			continue
		}
		column := columns[f.Place]
		counts, err := store.Select[counted](ctx, r.store, in.contract.CPRDistinctSQL(in.source, column))
		if err != nil {
			return err
		}
		if finding, bad := in.contract.CPRFinding(column.Name, counts[0].Distinct, counts[0].CPR); bad {
			r.noteFinding(finding)
			faults.add("%s (%s)", finding.Message, in.where())
		}
	}
	return nil
}

// quarantine lists the bad rows of an extract.
func (r *run) quarantine(ctx context.Context, in *input, broken []contract.Rule) ([]quarantineTable, error) {
	var out []quarantineTable
	for _, rule := range broken {
		rows, err := store.Select[quarantineRow](ctx, r.store, in.contract.QuarantineSQL(in.source, rule))
		if err != nil {
			return nil, err
		}
		for _, q := range rows {
			out = append(out, quarantineTable{q.Extract, baseName(q.File), q.Row + 1, q.Rule, q.Key, rule.Text})
		}
	}
	return out, nil
}

// fingerprint takes an extract's logical fingerprint: rows and exact sums by
// column, and one over whole rows, which sees values that change places.
func (r *run) fingerprint(ctx context.Context, in *input) error {
	rows, sums, err := r.store.Fingerprint(ctx, rawPrefix+in.name)
	if err != nil {
		return &InputError{Faults: []string{in.name + ": cannot be read to its end: " + errors.Unwrap(err).Error()}}
	}
	in.fingerprint = publish.Input{Name: in.name, Rows: rows, Sums: sums}
	return nil
}

// emptyViews makes the checked view of every extract that is missing: typed, and
// without rows.
func (r *run) emptyViews(ctx context.Context) error {
	for _, name := range contract.Names() {
		there := false
		for _, in := range r.inputs {
			there = there || in.name == name
		}
		if there && (name != "activity" || r.has("activity")) {
			continue
		}
		c, err := contract.Load(name)
		if err != nil {
			return err
		}
		if there { // activity beside cases: see has
			r.assumed(name, "volume", "there are cases: activity, which is for sources without persons, is not used",
				"der er sager: aktivitet, som er til kilder uden personer, bruges ikke")
			if err := r.store.Exec(ctx, "drop view "+store.Quote(name)); err != nil {
				return err
			}
			if err := r.store.Exec(ctx, "drop view "+store.Quote(rawPrefix+name)); err != nil {
				return err
			}
			if err := r.store.RegisterEmpty(ctx, rawPrefix+name); err != nil {
				return err
			}
		}
		if err := r.store.View(ctx, name, c.GoodSQL(contract.Source{Prefix: rawPrefix}, nil)); err != nil {
			return err
		}
	}
	return nil
}
