package pipeline

import (
	"context"
	"log/slog"
)

// A coverageRow says of one thing what was not computed, or what was assumed in
// its place, and why.
type coverageRow struct {
	Stage    string `col:"stage"`
	Extract  string `col:"extract"`
	Subject  string `col:"subject"` // what is affected
	Status   string `col:"status"`  // not_computed or assumed
	Detail   string `col:"detail"`
	DetailDA string `col:"detail_da"`

	aside bool // not worth a line in the headline
}

// missing notes what was not computed for want of an extract.
func (r *run) missing(extract, subject, detail, detailDA string) {
	r.cover(coverageRow{Extract: extract, Subject: subject, Status: "not_computed", Detail: detail, DetailDA: detailDA})
}

// notAsked notes what was not computed for want of an optional extract that few have: the
// headline is silent about it.
func (r *run) notAsked(extract, subject, detail, detailDA string) {
	r.cover(coverageRow{Extract: extract, Subject: subject, Status: "not_computed", Detail: detail, DetailDA: detailDA, aside: true})
}

// assumed notes what was put in place of something that is not known.
func (r *run) assumed(extract, subject, detail, detailDA string) {
	r.cover(coverageRow{Extract: extract, Subject: subject, Status: "assumed", Detail: detail, DetailDA: detailDA})
}

func (r *run) cover(row coverageRow) {
	row.Stage = r.at
	for _, old := range r.coverage {
		if old == row {
			return
		}
	}
	r.coverage = append(r.coverage, row)
	level := slog.LevelInfo
	if row.Status == "not_computed" && !row.aside {
		level = slog.LevelWarn
	}
	r.log.Log(context.Background(), level, row.Detail, "stage", row.Stage, "extract", row.Extract, "status", row.Status)
}
