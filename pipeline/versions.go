package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"opdrift/pipeline/law"
	"opdrift/pipeline/store"
)

// A version is one version of one service.
type version struct {
	Service      string    `col:"service"`
	ValidFrom    time.Time `col:"valid_from"`
	ValidTo      time.Time `col:"valid_to"` // zero while in force
	Paragraph    string    `col:"law_paragraph"`
	SupersededBy string    `col:"superseded_by"`
}

// versionLaw is what the reference knows of a version's paragraph.
type versionLaw struct {
	Service          string    `col:"service"`
	ValidFrom        time.Time `col:"valid_from"`
	Paragraph        string    `col:"paragraph,null"`
	SupersededBy     string    `col:"superseded_by,null"`
	Law              string    `col:"law,null"`
	LawDA            string    `col:"law_label_da,null"`
	LawEN            string    `col:"law_label_en,null"`
	ParagraphLabelDA string    `col:"paragraph_label_da,null"`
	ParagraphLabelEN string    `col:"paragraph_label_en,null"`
	Successors       string    `col:"paragraph_successors,null"`
}

// lawOfVersions makes the table version_law, and says where a series breaks because a
// service goes on under another code and nothing says so.
func (r *run) lawOfVersions(ctx context.Context) error {
	reference, err := law.Load()
	if err != nil {
		return err
	}
	versions, err := store.Query[version](ctx, r.store, "rows", "versions", nil)
	if err != nil {
		return err
	}
	var rows []versionLaw
	for _, v := range versions {
		rows = append(rows, lawOf(reference, v))
	}
	for i, v := range versions {
		if i+1 == len(versions) || versions[i+1].Service != v.Service {
			r.noteBreak(reference, v, versions)
		}
	}
	return store.Append(ctx, r.store, "version_law", rows)
}

func lawOf(reference law.Reference, v version) versionLaw {
	row := versionLaw{Service: v.Service, ValidFrom: v.ValidFrom, Paragraph: v.Paragraph, SupersededBy: v.SupersededBy}
	act, _ := reference.Act(v.Paragraph)
	row.Law, row.LawDA, row.LawEN = act.Law, act.LabelDA, act.LabelEN
	if p, ok := reference.In(v.Paragraph, v.ValidFrom, v.ValidTo); ok {
		row.ParagraphLabelDA, row.ParagraphLabelEN = p.LabelDA, p.LabelEN
	}
	if step, ok := reference.Successors(v.Paragraph); ok {
		row.Successors = strings.Join(step.To, "; ")
	}
	return row
}

// noteBreak says that a service ended with its paragraph and that others began the next
// day by the paragraphs that took over: likely one series under two codes. It is not for
// the program to join them, since a paragraph may have several successors.
func (r *run) noteBreak(reference law.Reference, ended version, versions []version) {
	step, ok := reference.Successors(ended.Paragraph)
	if !ok || ended.SupersededBy != "" || !ended.ValidTo.AddDate(0, 0, 1).Equal(step.On) {
		return
	}
	var heirs []string
	for i, v := range versions {
		first := i == 0 || versions[i-1].Service != v.Service
		if first && v.ValidFrom.Equal(step.On) && slices.ContainsFunc(step.To, func(to string) bool { return law.Key(to) == law.Key(v.Paragraph) }) {
			heirs = append(heirs, v.Service)
		}
	}
	if len(heirs) == 0 {
		return
	}
	last, others := ended.ValidTo.Format(time.DateOnly), strings.Join(heirs, ", ")
	r.assumed("services", "series of "+ended.Service,
		fmt.Sprintf("%s ends on %s by %s, and %s begins the next day by a paragraph that took over: they are kept apart; give superseded_by of %s if one carries it on", ended.Service, last, ended.Paragraph, others, ended.Service),
		fmt.Sprintf("%s slutter den %s efter %s, og %s begynder dagen efter med en paragraf, der har afløst den: de holdes adskilt; udfyld superseded_by for %s, hvis en af dem fortsætter den", ended.Service, last, ended.Paragraph, others, ended.Service))
}
