package pipeline

// hierarchyKind is the kind of the scores that say how volumes were made to agree with
// their sums.
const hierarchyKind = "hierarchy"

// reconciliationRows say what each way to reconcile did on each level, and which was
// chosen. Where there was nothing to choose there are none.
func (f *future) reconciliationRows() []scoreRow {
	rec := f.result.Reconciliation
	var out []scoreRow
	for _, s := range rec.Levels {
		row := blankScore()
		row.Kind, row.Group, row.Model, row.Status = hierarchyKind, hierarchyKind, s.Method, "ok"
		if s.Level != "" {
			row.Group += "/" + s.Level
		}
		row.Series, row.Origins, row.MASE = int64(s.Members), int64(rec.Origins), s.Score
		row.Chosen, row.Decided, row.RunnerUp, row.Reason = s.Method == rec.Method, hierarchyKind, rec.RunnerUp, rec.Reason
		row.Difference, row.SE = rec.Difference, rec.SE
		out = append(out, row)
	}
	return out
}
