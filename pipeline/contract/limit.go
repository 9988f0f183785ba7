package contract

import "fmt"

// A Limit is the share of an extract that may stand in quarantine, 0 to 1. More
// stops the run.
type Limit struct {
	Rows   float64 // of the rows
	Kroner float64 // of the kroner, where the contract measures rows in kroner
}

// A Count is a number of rows and their kroner, in øre without sign.
type Count struct {
	Rows, Ore int64
}

// Finding is what the counts of a rule come to. A rule that nothing breaks is a
// finding too: it says that it was checked.
func (r Rule) Finding(broken, total Count) Finding {
	return Finding{Extract: r.Extract, Column: r.Column, Rule: r.ID, Severity: r.Severity,
		Rows: broken.Rows, Ore: broken.Ore, TotalRows: total.Rows,
		Message: fmt.Sprintf("%s: %d of %d rows break the rule that %s", r.Extract, broken.Rows, total.Rows, r.Text)}
}

// Check returns an error when more of an extract is lost than the limit allows.
// Exactly the limit is allowed. Without rows, or without kroner, that share is 0.
func (l Limit) Check(extract string, lost, total Count) error {
	if exceeds(lost.Rows, total.Rows, l.Rows) {
		return fmt.Errorf("%s: %d of %d rows break rules of severity error (%s): at most %s may; mend them where the extract comes from, or raise quality.max_share_rows",
			extract, lost.Rows, total.Rows, share(lost.Rows, total.Rows), percent(l.Rows))
	}
	if exceeds(lost.Ore, total.Ore, l.Kroner) {
		return fmt.Errorf("%s: rows that break rules of severity error hold %s of the kroner: at most %s may; mend them where the extract comes from, or raise quality.max_share_amount",
			extract, share(lost.Ore, total.Ore), percent(l.Kroner))
	}
	return nil
}

func exceeds(part, whole int64, limit float64) bool {
	return whole > 0 && float64(part) > limit*float64(whole)
}

func share(part, whole int64) string { return percent(float64(part) / float64(whole)) }

func percent(s float64) string { return fmt.Sprintf("%.4g %%", 100*s) }
