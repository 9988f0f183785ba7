package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"opdrift/pipeline/money"
	"opdrift/pipeline/pressure"
	"opdrift/pipeline/store"
)

// A pressureRow is one effect on one service (or committee, or all) between two
// years. Effects of one method and measure add up to the change.
type pressureRow struct {
	Municipality string    `col:"municipality"` // "all" for all of them together
	Level        string    `col:"level"`        // age_band, service, committee or all
	Item         string    `col:"item"`         // code of the service or committee; "all"
	Band         string    `col:"band"`         // "all" but at level age_band
	From         int64     `col:"year_from"`
	To           int64     `col:"year_to"`
	Measure      string    `col:"measure"` // gross, gross_total, net
	Method       string    `col:"method"`
	Effect       string    `col:"effect"`
	Status       string    `col:"status"`
	Provenance   string    `col:"provenance"`
	Order        int64     `col:"effect_order"`
	LabelDA      string    `col:"effect_label_da"`
	LabelEN      string    `col:"effect_label_en"`
	Amount       money.Ore `col:"amount"`
	Change       money.Ore `col:"change"`
}

// all names everything together where a code would stand.
const all = "all"

// pressures decomposes the change in spending: between each complete year and the
// one before, from the last complete year along the forecast's mean, and over the
// whole forecast. Effects add up to the øre at every level, because levels are
// sums of the same whole øre.
func pressures(ctx context.Context, r *run) error {
	decomposed, err := r.decomposeAll()
	if err != nil {
		return err
	}
	r.pressures = decomposed
	r.notePolicy()
	return store.Append(ctx, r.store, "pressure", decomposed)
}

// pairs lists the pairs of years to explain.
func (r *run) pairs() [][2]int64 {
	known := slices.DeleteFunc(sortedKeys(r.future.cells.years), func(y int64) bool {
		return y > r.calendar.lastYear+int64(r.calendar.horizon)
	})
	var out [][2]int64
	for i := 1; i < len(known); i++ {
		out = append(out, [2]int64{known[i-1], known[i]})
	}
	if whole := [2]int64{r.calendar.lastYear, r.calendar.lastYear + int64(r.calendar.horizon)}; r.calendar.horizon > 1 {
		out = append(out, whole)
	}
	return out
}

func (r *run) decomposeAll() ([]pressureRow, error) {
	var rows []pressureRow
	last := r.calendar.lastYear
	for _, pair := range r.pairs() {
		d := decomposer{run: r, from: pair[0], to: pair[1], main: pair[1] <= last || pair[1]-pair[0] > 1, sums: map[effectKey]money.Ore{}, changes: map[changeKey]money.Ore{}, unmeasured: map[effectKey]bool{}}
		if err := d.services(); err != nil {
			return nil, err
		}
		rows = append(rows, d.rows()...)
	}
	return rows, nil
}

// A decomposer explains one pair of years.
type decomposer struct {
	run        *run
	from, to   int64
	main       bool // explain each of several municipalities, not only all of them
	sums       map[effectKey]money.Ore
	changes    map[changeKey]money.Ore
	unmeasured map[effectKey]bool
}

// A changeKey names a change, an effectKey one effect behind it.
type (
	changeKey struct{ municipality, level, item, band, measure, method string }
	effectKey struct {
		changeKey
		effect string
	}
)

// services decomposes every service of every municipality, and of all
// municipalities together where there are several.
func (d *decomposer) services() error {
	groups := map[string]map[string][]cellKey{} // by service and municipality
	municipalities := map[string]bool{}
	for _, key := range d.run.future.cells.keys {
		if groups[key.service] == nil {
			groups[key.service] = map[string][]cellKey{}
		}
		groups[key.service][key.municipality] = append(groups[key.service][key.municipality], key)
		municipalities[key.municipality] = true
	}
	for _, service := range slices.Sorted(maps.Keys(groups)) {
		var everywhere []cellKey
		for _, m := range slices.Sorted(maps.Keys(groups[service])) {
			keys := groups[service][m]
			everywhere = append(everywhere, keys...)
			if len(municipalities) > 1 && !d.main {
				continue
			}
			if err := d.decompose(m, service, keys, len(municipalities) == 1); err != nil {
				return fmt.Errorf("municipality %s, service %s, %d to %d: %w", m, service, d.from, d.to, err)
			}
		}
		if len(municipalities) > 1 {
			if err := d.decompose(all, service, everywhere, true); err != nil {
				return fmt.Errorf("service %s, %d to %d: %w", service, d.from, d.to, err)
			}
		}
	}
	return nil
}

// byBand groups cells by age band, in order of name.
func byBand(keys []cellKey) [][]cellKey {
	groups := map[string][]cellKey{}
	for _, key := range keys {
		groups[key.band] = append(groups[key.band], key)
	}
	var out [][]cellKey
	for _, band := range slices.Sorted(maps.Keys(groups)) {
		out = append(out, groups[band])
	}
	return out
}

// decompose explains one service: gross on either cost basis, and from gross to
// net. whole says that the municipality is all there is: then each age band is
// explained too, and the second opinions (LMDI, one at a time) go along.
func (d *decomposer) decompose(municipality, service string, keys []cellKey, whole bool) error {
	policy := d.policy(municipality, service)
	if err := d.measures(changeKey{municipality, "service", service, all, "", ""}, keys, policy); err != nil {
		return err
	}
	if !whole {
		return nil
	}
	for _, cells := range byBand(keys) {
		if err := d.measures(changeKey{municipality, "age_band", service, cells[0].band, "", ""}, cells, 0); err != nil {
			return fmt.Errorf("age band %s: %w", cells[0].band, err)
		}
	}
	for _, method := range []pressure.Method{pressure.LMDI, pressure.OneAtATime} {
		effects, err := d.effects(keys, panelRow.gross, policy, method)
		if errors.Is(err, pressure.ErrNotPositive) {
			continue // a cell is zero: this method has no answer
		}
		if err != nil {
			return err
		}
		d.add(changeKey{municipality, "service", service, all, "gross", string(method)}, effects)
	}
	return nil
}

// measures explains gross, net and, for the past, gross on the basis "total", by
// Shapley; the service's effects go into its committee's and the whole's too.
func (d *decomposer) measures(at changeKey, keys []cellKey, policy money.Ore) error {
	at.method = string(pressure.Shapley)
	effects, err := d.effects(keys, panelRow.gross, policy, pressure.Shapley)
	if err != nil {
		return err
	}
	d.addUp(at, "gross", effects)
	d.addUp(at, "net", append(effects, d.otherMoney(keys)...))
	if d.to > d.run.calendar.lastYear || !d.any(keys, panelRow.total) {
		return nil
	}
	if effects, err = d.effects(keys, panelRow.total, 0, pressure.Shapley); err != nil {
		return err
	}
	d.addUp(at, "gross_total", effects)
	return nil
}

// addUp adds effects of one measure to a key and, for a service, to its
// committee's and the whole's.
func (d *decomposer) addUp(at changeKey, measure string, effects []pressure.Effect) {
	at.measure = measure
	d.add(at, effects)
	if at.level != "service" {
		return
	}
	service := at.item
	at.level, at.item = "committee", d.run.services[service].Committee
	d.add(at, effects)
	at.level, at.item = all, all
	d.add(at, effects)
}

func (d *decomposer) add(change changeKey, effects []pressure.Effect) {
	for _, e := range effects {
		key := effectKey{change, e.Name}
		d.sums[key] += e.Amount
		d.changes[change] += e.Amount
		d.unmeasured[key] = e.Status == pressure.NotMeasured && (change.level == "service" || change.level == "age_band")
	}
}

// rows returns the sums as rows, with the change they add up to.
func (d *decomposer) rows() []pressureRow {
	provenance := "actual"
	if d.to > d.run.calendar.lastYear {
		provenance = "projected"
	}
	out := make([]pressureRow, 0, len(d.sums))
	for key, amount := range d.sums {
		row := pressureRow{
			Municipality: key.municipality, Level: key.level, Item: key.item, Band: key.band, From: d.from, To: d.to,
			Measure: key.measure, Method: key.method, Effect: key.effect, Status: string(pressure.Measured), Provenance: provenance,
			Amount: amount, Change: d.changes[key.changeKey],
		}
		if d.unmeasured[key] {
			row.Status = string(pressure.NotMeasured)
		}
		if about, ok := pressure.Describe(row.Effect); ok {
			row.Order, row.LabelDA, row.LabelEN = int64(about.Order), about.LabelDa, about.LabelEn
		}
		out = append(out, row)
	}
	return out
}
