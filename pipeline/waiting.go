package pipeline

import (
	"context"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// waiting is what those who wait for a service would get in a year: how many grants
// (or applications) and persons, and the price of the year's days.
type waiting struct {
	Grants  int64     `col:"grants"`
	Persons int64     `col:"persons"`
	Ore     money.Ore `col:"ore"`
}

func (w waiting) plus(other waiting) waiting {
	return waiting{w.Grants + other.Grants, w.Persons + other.Persons, w.Ore + other.Ore}
}

// ahead is what is known of a service's inflow in a year. Granted is a part of what is
// committed; applied and young are parts of what is expected.
type ahead struct {
	granted, applied waiting
	young            inflow
}

func (a ahead) plus(b ahead) ahead {
	return ahead{a.granted.plus(b.granted), a.applied.plus(b.applied), a.young.plus(b.young)}
}

// any reports whether anything but a granted start is there.
func (a ahead) any() bool { return a.applied != waiting{} || a.young.Turning != 0 || a.young.Ore != 0 }

// readAhead gathers, by service and year, who waits and who turns 18.
func (r *run) readAhead(ctx context.Context) (map[bookedKey]ahead, error) {
	type row struct {
		Kind         string `col:"kind"`
		Municipality string `col:"municipality"`
		Service      string `col:"service"`
		Year         int64  `col:"year"`
		waiting
	}
	args := store.Args{"as_of": r.calendar.asOf, "until": r.calendar.until()}
	if err := r.store.Extract(ctx, args, "waiting", "waiting_count", "waiting_month"); err != nil {
		return nil, err
	}
	rows, err := store.Query[row](ctx, r.store, "rows", "waiting", nil)
	if err != nil {
		return nil, err
	}
	out := map[bookedKey]ahead{}
	for _, w := range rows {
		key := bookedKey{w.Municipality, w.Service, w.Year}
		a := out[key]
		if w.Kind == "applied" {
			a.applied = a.applied.plus(w.waiting)
		} else {
			a.granted = a.granted.plus(w.waiting)
		}
		out[key] = a
	}
	young, err := r.youngInflow(ctx)
	for key, y := range young {
		a := out[key]
		a.young = y
		out[key] = a
	}
	return out, err
}
