// Package law knows the paragraphs of Danish law that specialised social services are
// given by, when each was in force, and which took over from which.
//
// The reference is dated data (law.yaml, [Load]), never code: a change of law is a row
// there. It knows the law of the land, not a municipality's own services, so what it does
// not know is worth a warning and never a fault.
package law

import (
	"slices"
	"strings"
	"time"
)

// A Reference is the dated data.
type Reference struct {
	laws       []Act
	paragraphs []Paragraph // by law, then as the file has them
	steps      []Step      // by from
}

// An Act is a law, by the code that a paragraph of it begins with.
type Act struct {
	Law              string // code, such as SEL
	LabelDA, LabelEN string
	Source           string
}

// A Paragraph is one meaning of a paragraph for a time.
type Paragraph struct {
	Law              string // code of its act
	Paragraph        string // such as SEL § 85; the code alone is the whole act
	ValidFrom        time.Time
	ValidTo          time.Time // inclusive; zero while in force
	LabelDA, LabelEN string
	Source           string // "assumed" where it was read in none
	Note             string
}

// A Step says which paragraphs took over from one on a day.
type Step struct {
	On     time.Time
	From   string // a paragraph, or a part of it such as SEL § 11, stk. 3
	To     []string
	Source string
	Note   string
}

// Acts, Paragraphs and Steps list the reference.
func (r Reference) Acts() []Act             { return slices.Clone(r.laws) }
func (r Reference) Paragraphs() []Paragraph { return slices.Clone(r.paragraphs) }
func (r Reference) Steps() []Step           { return slices.Clone(r.steps) }

// Act finds a law by the code that a text begins with.
func (r Reference) Act(text string) (Act, bool) {
	code, _, _ := strings.Cut(Key(text), "§")
	i := slices.IndexFunc(r.laws, func(a Act) bool { return a.Law == code })
	if i < 0 {
		return Act{}, false
	}
	return r.laws[i], true
}

// In returns the newest paragraph of a text that was in force on a day of the period;
// a zero to is no end. A text that names several paragraphs is judged by its first.
func (r Reference) In(text string, from, to time.Time) (Paragraph, bool) {
	key := Key(text)
	var found Paragraph
	for _, p := range r.paragraphs {
		if Key(p.Paragraph) == key && (to.IsZero() || !p.ValidFrom.After(to)) && (p.ValidTo.IsZero() || !p.ValidTo.Before(from)) &&
			!p.ValidFrom.Before(found.ValidFrom) {
			found = p
		}
	}
	return found, found.Paragraph != ""
}

// Successors returns the step that took over from what a text names: of the rows of the
// crosswalk that fit it, the most detailed. False where nothing took over.
func (r Reference) Successors(text string) (Step, bool) {
	whole := detail(text)
	var found Step
	for _, s := range r.steps {
		from := detail(s.From)
		rest, ok := strings.CutPrefix(whole, from)
		if ok && (rest == "" || rest[0] == ',') && len(from) > len(detail(found.From)) {
			found = s
		}
	}
	return found, found.From != ""
}

// Key is what makes two texts the same paragraph: the first paragraph of the text, without
// stk., nr. and jf. and without spaces, so that "SEL §52, stk. 3" is SEL§52. The contracts
// write the same in SQL.
func Key(text string) string {
	for _, end := range Ends {
		text, _, _ = strings.Cut(text, end)
	}
	return bare(text)
}

// Ends are what a paragraph's own name ends before, and Gone are signs that make no
// difference: a plain and a hard space, and a full stop.
var (
	Ends = []string{",", ";", " stk", " jf"}
	Gone = []string{" ", "\u00a0", "."}
)

// detail is a text's first paragraph with its stk. and nr., comparable.
func detail(text string) string {
	text, _, _ = strings.Cut(text, ";")
	return bare(strings.ReplaceAll(text, " stk", ", stk"))
}

func bare(text string) string {
	for _, sign := range Gone {
		text = strings.ReplaceAll(text, sign, "")
	}
	return strings.ReplaceAll(text, ",,", ",")
}
