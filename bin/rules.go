package main

import (
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline/law"
	"opdrift/pipeline/payment"
	"opdrift/pipeline/refusion"
)

// A ruleset is one kind of dated rules that ship with the program.
type ruleset struct {
	name, what string
	// rows are printed; on a day only those in force then, and all of them without one
	show func(c *cli.Context, s *sink, on time.Time) error
	// count is how many rows there are
	count func() (int, error)
}

// rulesets are the dated rules, in the order in which they are listed.
var rulesets = []ruleset{
	{"law", "paragraphs that services are given by", showLaw, func() (int, error) {
		r, err := law.Load()
		return len(r.Paragraphs()), err
	}},
	{"crosswalk", "paragraphs that took over from others", showCrosswalk, func() (int, error) {
		r, err := law.Load()
		return len(r.Steps()), err
	}},
	{"refusion", "what the state refunds of expensive cases", showRefusion, func() (int, error) {
		r, err := refusion.Load()
		return len(r.Published()), err
	}},
	{"payment", "which types of postings (art) are which kind of payment, and when claims are to be made", showPayment, func() (int, error) {
		r, err := payment.Load()
		return len(r.Versions()), err
	}},
}

func rulesetNames() []string {
	var names []string
	for _, r := range rulesets {
		names = append(names, r.name)
	}
	return names
}

// rulesCommand is "opdrift rules [NAME]".
func (p *program) rulesCommand() *cli.Command {
	return &cli.Command{
		Name:      "rules",
		Usage:     "print the dated rules that ship with the program, each with its source",
		ArgsUsage: "[NAME]",
		UsageText: `opdrift rules
opdrift rules law --at 2023-12-31
opdrift rules crosswalk -o csv`,
		Description: `Without NAME, lists the kinds of rules. With it, prints one of them. A source "assumed" was read nowhere: check it before you rely on it.`,
		Flags:       flags(outputFlag(), &cli.StringFlag{Name: "at", Usage: "only what is in force on this `DATE`, such as 2023-12-31"}),
		Action: func(c *cli.Context) error {
			if _, err := p.log(c); err != nil {
				return err
			}
			s, err := p.sink(c)
			if err != nil {
				return err
			}
			defer s.Close()
			if !c.Args().Present() {
				return listRules(c, s)
			}
			return printRules(c, s)
		},
	}
}

func listRules(c *cli.Context, s *sink) error {
	if c.IsSet("at") {
		return usagef("--at is for one kind of rules: want one of %s", strings.Join(rulesetNames(), ", "))
	}
	type row struct {
		Name string `col:"rules"`
		Rows int64  `col:"rows"`
		What string `col:"description"`
	}
	var rows []row
	for _, r := range rulesets {
		n, err := r.count()
		if err != nil {
			return err
		}
		rows = append(rows, row{r.name, int64(n), r.what})
	}
	return show(c.Context, s, rows)
}

func printRules(c *cli.Context, s *sink) error {
	given, err := exactly(c, "NAME")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(rulesets, func(r ruleset) bool { return r.name == given[0] })
	if i < 0 {
		return usagef("there are no rules %q%s: want one of %s", given[0], meant(given[0], rulesetNames()), strings.Join(rulesetNames(), ", "))
	}
	var on time.Time
	if at := c.String("at"); at != "" {
		if on, err = time.Parse(time.DateOnly, at); err != nil {
			return usagef("--at is %q: want a day, such as 2023-12-31", at)
		}
	}
	return rulesets[i].show(c, s, on)
}

// inForce says whether a version holds on a day; every one does where no day is given. A
// version without a last day still holds.
func inForce(on, from, to time.Time) bool {
	return on.IsZero() || !from.After(on) && (to.IsZero() || !to.Before(on))
}

func showLaw(c *cli.Context, s *sink, on time.Time) error {
	reference, err := law.Load()
	if err != nil {
		return err
	}
	type row struct {
		Law       string    `col:"law"`
		Paragraph string    `col:"paragraph"`
		ValidFrom time.Time `col:"valid_from"`
		ValidTo   time.Time `col:"valid_to"`
		LabelDA   string    `col:"label_da"`
		LabelEN   string    `col:"label_en"`
		Source    string    `col:"source"`
		Note      string    `col:"note,null"`
	}
	var rows []row
	for _, p := range reference.Paragraphs() {
		if inForce(on, p.ValidFrom, p.ValidTo) {
			rows = append(rows, row{p.Law, p.Paragraph, p.ValidFrom, p.ValidTo, p.LabelDA, p.LabelEN, p.Source, p.Note})
		}
	}
	return show(c.Context, s, rows)
}

// showCrosswalk prints a row for each old and new paragraph; --at keeps what had taken
// over by then.
func showCrosswalk(c *cli.Context, s *sink, on time.Time) error {
	reference, err := law.Load()
	if err != nil {
		return err
	}
	type row struct {
		On     time.Time `col:"on"`
		From   string    `col:"paragraph_from"`
		To     string    `col:"paragraph_to"`
		Source string    `col:"source"`
		Note   string    `col:"note,null"`
	}
	var rows []row
	for _, step := range reference.Steps() {
		for _, to := range step.To {
			if on.IsZero() || !step.On.After(on) {
				rows = append(rows, row{step.On, step.From, to, step.Source, step.Note})
			}
		}
	}
	return show(c.Context, s, rows)
}

// showRefusion prints a row for each step; --at keeps the version of each scheme that is
// in force then.
func showRefusion(c *cli.Context, s *sink, on time.Time) error {
	rules, err := refusion.Load()
	if err != nil {
		return err
	}
	type row struct {
		Scheme    string    `col:"scheme"`
		ValidFrom time.Time `col:"valid_from"`
		ValidTo   time.Time `col:"valid_to"`
		Persons   string    `col:"persons"`
		Above     int64     `col:"above_kroner_a_year"`
		Percent   int64     `col:"percent"`
		Source    string    `col:"source"`
	}
	var rows []row
	for _, step := range rules.Published() {
		if inForce(on, step.ValidFrom, step.ValidTo) {
			rows = append(rows, row(step))
		}
	}
	return show(c.Context, s, rows)
}

// showPayment prints a row for each art and each deadline; --at keeps the versions in
// force then.
func showPayment(c *cli.Context, s *sink, on time.Time) error {
	rules, err := payment.Load()
	if err != nil {
		return err
	}
	type row struct {
		Payment   string    `col:"payment"`
		Kind      string    `col:"kind"`
		ValidFrom time.Time `col:"valid_from"`
		ValidTo   time.Time `col:"valid_to"`
		Art       string    `col:"art,null"`
		Months    int64     `col:"deadline_months"`
		Assumed   bool      `col:"assumed"`
		Source    string    `col:"source"`
	}
	var rows []row
	for _, v := range rules.Versions() {
		if inForce(on, v.ValidFrom, v.ValidTo) {
			rows = append(rows, row(v))
		}
	}
	return show(c.Context, s, rows)
}
