package law

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"opdrift/pipeline/dated"
)

//go:embed law.yaml
var shipped []byte

// Load reads the reference that ships with the program. An error is a mistake in that file.
var Load = sync.OnceValues(func() (Reference, error) { return parse(shipped) })

// document is the file.
type document struct {
	Sources map[string]string `yaml:"sources"`
	Laws    []struct {
		Law     string `yaml:"law"`
		LabelDA string `yaml:"label_da"`
		LabelEN string `yaml:"label_en"`
		Source  string `yaml:"source"`
	} `yaml:"laws"`
	Paragraphs []struct {
		Paragraphs []string  `yaml:"paragraphs"`
		ValidFrom  time.Time `yaml:"valid_from"`
		ValidTo    time.Time `yaml:"valid_to"`
		LabelDA    string    `yaml:"label_da"`
		LabelEN    string    `yaml:"label_en"`
		Source     string    `yaml:"source"`
		Note       string    `yaml:"note"`
	} `yaml:"paragraphs"`
	Crosswalk []struct {
		On     time.Time `yaml:"on"`
		From   string    `yaml:"from"`
		To     []string  `yaml:"to"`
		Source string    `yaml:"source"`
		Note   string    `yaml:"note"`
	} `yaml:"crosswalk"`
}

// parse reads a reference strictly: an unknown key, a missing value, a paragraph of no
// act, periods that overlap and a crosswalk that does not meet the periods are faults, all
// named at once.
func parse(data []byte) (Reference, error) {
	var d document
	if err := dated.Read(data, &d); err != nil {
		return Reference{}, fmt.Errorf("law reference: %w", err)
	}
	r := d.reference()
	if err := errors.Join(r.faults()...); err != nil {
		return Reference{}, fmt.Errorf("law reference: %w", err)
	}
	return r, nil
}

// reference writes out what the file says in short. A source that is not there stays empty.
func (d document) reference() Reference {
	var r Reference
	for _, l := range d.Laws {
		r.laws = append(r.laws, Act{l.Law, l.LabelDA, l.LabelEN, d.Sources[l.Source]})
	}
	for _, p := range d.Paragraphs {
		for _, name := range p.Paragraphs {
			act, _ := r.Act(name)
			r.paragraphs = append(r.paragraphs, Paragraph{act.Law, name, p.ValidFrom, p.ValidTo, p.LabelDA, p.LabelEN, d.Sources[p.Source], p.Note})
		}
	}
	for _, c := range d.Crosswalk {
		r.steps = append(r.steps, Step{c.On, c.From, c.To, d.Sources[c.Source], c.Note})
	}
	return r
}

func (r Reference) faults() []error {
	var all []error
	for i, l := range r.laws {
		c := &dated.Row{At: fmt.Sprintf("law %q", l.Law)}
		c.Want(l.Law != "" && !strings.ContainsAny(l.Law, " §,;"), "want a code without spaces and signs")
		c.Want(l.LabelDA != "" && l.LabelEN != "" && l.Source != "", "a label or the source is missing: want label_da, label_en and one of the sources")
		c.Want(!slices.ContainsFunc(r.laws[:i], func(o Act) bool { return o.Law == l.Law }), "stands twice: keep one")
		all = append(all, c.Faults...)
	}
	for i, p := range r.paragraphs {
		all = append(all, r.paragraphFaults(i, p)...)
	}
	for i, s := range r.steps {
		all = append(all, r.stepFaults(i, s)...)
	}
	if len(r.paragraphs) == 0 {
		all = append(all, errors.New("there are no paragraphs: want at least one"))
	}
	return all
}

func (r Reference) paragraphFaults(i int, p Paragraph) []error {
	c := &dated.Row{At: fmt.Sprintf("paragraph %q from %s", p.Paragraph, day(p.ValidFrom))}
	c.Want(p.Law != "", "begins with no law: want one of %s", strings.Join(r.codes(), ", "))
	c.Want(!strings.ContainsAny(p.Paragraph, ",;"), "want a paragraph without stk. and nr.")
	c.Want(!p.ValidFrom.IsZero() && (p.ValidTo.IsZero() || !p.ValidTo.Before(p.ValidFrom)), "valid_to is %s: want valid_from, and valid_to on it or later", day(p.ValidTo))
	c.Want(p.LabelDA != "" && p.LabelEN != "" && p.Source != "", "a label or the source is missing: want label_da, label_en and one of the sources")
	for _, o := range r.paragraphs[:i] {
		apart := !o.ValidTo.IsZero() && o.ValidTo.Before(p.ValidFrom) || !p.ValidTo.IsZero() && p.ValidTo.Before(o.ValidFrom)
		c.Want(Key(o.Paragraph) != Key(p.Paragraph) || apart, "overlaps its row from %s: want periods apart", day(o.ValidFrom))
	}
	return c.Faults
}

// stepFaults: the old paragraph ends the day before, and the new ones begin on the day.
func (r Reference) stepFaults(i int, s Step) []error {
	c := &dated.Row{At: fmt.Sprintf("crosswalk of %q on %s", s.From, day(s.On))}
	before := s.On.AddDate(0, 0, -1)
	from, ok := r.In(s.From, before, before)
	c.Want(ok && from.ValidTo.Equal(before), "is not in force to the day before: want a paragraph that ends then")
	for _, to := range s.To {
		p, ok := r.In(to, s.On, s.On)
		c.Want(ok && p.ValidFrom.Equal(s.On), "%q does not begin on the day: want a paragraph that does", to)
	}
	c.Want(len(s.To) > 0 && s.Source != "", "to or the source is missing: want paragraphs and one of the sources")
	c.Want(!slices.ContainsFunc(r.steps[:i], func(o Step) bool { return detail(o.From) == detail(s.From) }), "stands twice: keep one row with all that took over")
	return c.Faults
}

func (r Reference) codes() []string {
	var codes []string
	for _, l := range r.laws {
		codes = append(codes, l.Law)
	}
	return codes
}

func day(t time.Time) string {
	if t.IsZero() {
		return "no day"
	}
	return t.Format(time.DateOnly)
}
