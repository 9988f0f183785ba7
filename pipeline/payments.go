package pipeline

import (
	"context"
	"strings"

	"opdrift/pipeline/payment"
	"opdrift/pipeline/store"
)

// readPayments makes the tables by which postings become kinds of payment (package
// payment): payment_kinds; payment_arts, by accounting year, since an art means what the
// chart of accounts of its own year says; and payment_deadlines, by month of delivery.
func (r *run) readPayments(ctx context.Context) error {
	rules, err := payment.Load()
	if err != nil {
		return err
	}
	type kind struct {
		Payment string `col:"payment"`
		Kind    string `col:"kind"`
		Person  bool   `col:"person"`
		LabelDA string `col:"label_da"`
		LabelEN string `col:"label_en"`
	}
	type art struct {
		Year    int64  `col:"year"`
		Kind    string `col:"kind"`
		Art     string `col:"art"`
		Payment string `col:"payment"`
		Person  bool   `col:"person"`
	}
	type deadline struct {
		Payment string `col:"payment"`
		Month   int64  `col:"month"`
		Months  int64  `col:"months"`
	}
	c := r.calendar
	var kinds []kind
	var arts []art
	var deadlines []deadline
	for year := c.firstYear - 100; year <= c.lastYear+5; year++ {
		for _, m := range rules.InForce(c.end(year)) {
			arts = append(arts, art{year, m.Of, m.Art, m.Payment, m.Person})
		}
	}
	for _, k := range rules.Kinds {
		kinds = append(kinds, kind{k.Payment, k.Of, k.Person, k.LabelDA, k.LabelEN})
		for month := c.firstMonth(c.firstYear - 100); month <= c.lastMonth; month++ {
			if months := rules.Deadline(k.Payment, firstDay(month)); months > 0 {
				deadlines = append(deadlines, deadline{k.Payment, month, months})
			}
		}
	}
	r.notePayments(rules)
	if err := store.Append(ctx, r.store, "payment_kinds", kinds); err != nil {
		return err
	}
	if err := store.Append(ctx, r.store, "payment_arts", arts); err != nil {
		return err
	}
	return store.Append(ctx, r.store, "payment_deadlines", deadlines)
}

// notePayments says what is not told apart, and what rests on a source that was not read.
func (r *run) notePayments(rules payment.Rules) {
	if !r.hasColumn("costs", "art") {
		r.notAsked("costs", "payment",
			"costs has no art: payments are told apart only where account_map marks the account",
			"costs har ingen art: betalinger skelnes kun, hvor account_map mærker kontoen")
		return
	}
	if arts := rules.Assumed(); len(arts) > 0 {
		list := strings.Join(arts, ", ")
		r.assumed("costs", "payment",
			"income of art "+list+" is taken for own payment, which is not read in a source: mark the accounts in account_map (payment)",
			"indtægter på art "+list+" regnes for egenbetaling, hvilket ikke er læst i en kilde: mærk kontiene i account_map (payment)")
	}
	if !r.hasColumn("account_map", "payment") {
		r.notAsked("account_map", "payment",
			"account_map marks no account (payment): objective financing has no art of its own and is not told apart",
			"account_map mærker ingen konto (payment): objektiv finansiering har ingen egen art og skelnes ikke")
	}
}
