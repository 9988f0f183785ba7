package pipeline

import (
	"context"

	"opdrift/pipeline/contract"
	"opdrift/pipeline/store"
)

// A superseded service is a code that another carries on.
type superseded struct {
	Service string `col:"service"`
	By      string `col:"superseded_by"`
	Ended   bool   `col:"ended"`
}

// carryOn tells every extract which services carry which on (services.superseded_by), so
// that rows coded before and after a change of code are one series. It looks at the
// catalogue as it is delivered, before any row of another extract is read.
func (r *run) carryOn(ctx context.Context, faults *inputErrors) error {
	for _, in := range r.inputs {
		if in.name != "services" {
			continue
		}
		rows, err := store.Select[superseded](ctx, r.store, contract.SupersededSQL(in.source))
		if err != nil {
			return err
		}
		carried := survivors(rows, in.where(), faults)
		for _, other := range r.inputs {
			other.source.CarriedOn = carried
		}
	}
	return nil
}

// survivors follows each superseded code to the one that is left. A code that two carry
// on, one that has not ended, and codes that go in a circle are faults.
func survivors(rows []superseded, where string, faults *inputErrors) map[string]string {
	next := map[string]string{}
	for _, s := range rows {
		switch by, twice := next[s.Service]; {
		case twice:
			faults.add("services: superseded_by of %q is both %q and %q (%s): want one service that carries it on", s.Service, by, s.By, where)
		case !s.Ended:
			faults.add("services: superseded_by of %q is %q, but a version of it has no valid_to (%s): want the day on which it ends", s.Service, s.By, where)
		}
		next[s.Service] = s.By
	}
	last := map[string]string{}
	for _, s := range rows {
		at := next[s.Service]
		for range len(next) {
			if by, more := next[at]; more {
				at = by
			}
		}
		if _, more := next[at]; more && last[s.Service] == "" {
			faults.add("services: superseded_by of %q goes in a circle (%s): want a service that is carried on by none at its end", s.Service, where)
		}
		last[s.Service] = at
	}
	return last
}
