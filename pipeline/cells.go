package pipeline

import (
	"cmp"
	"context"
	"math"
	"slices"

	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// A panelRow is one cell of the panel as stages read it. Money is in øre.
type panelRow struct {
	Municipality    string    `col:"municipality"`
	Service         string    `col:"service"`
	Band            string    `col:"band"`
	Year            int64     `col:"year"`
	Population      float64   `col:"population"`
	FullYearPersons float64   `col:"full_year_persons"` // NaN where the volume is not known
	Gross           money.Ore `col:"gross"`
	GrossTotal      money.Ore `col:"gross_total"`
	Income          money.Ore `col:"income"`
	Refund          money.Ore `col:"refund"`
	GrossFixed      float64   `col:"gross_fixed"` // øre
}

// A cellKey names a series of the panel.
type cellKey struct{ municipality, service, band string }

func (a cellKey) compare(b cellKey) int {
	return cmp.Or(cmp.Compare(a.municipality, b.municipality), cmp.Compare(a.service, b.service), cmp.Compare(a.band, b.band))
}

// cells holds the panel by cell and year.
type cells struct {
	keys []cellKey // sorted
	by   map[cellKey]map[int64]panelRow
	// years with any row: a year without is not zero but unknown
	years map[int64]bool
}

func (r *run) readPanel(ctx context.Context) (cells, error) {
	rows, err := store.Query[panelRow](ctx, r.store, "rows", "panel", store.Args{"municipality": r.cfg.Municipality})
	if err != nil {
		return cells{}, err
	}
	c := cells{by: map[cellKey]map[int64]panelRow{}, years: map[int64]bool{}}
	r.municipalities = map[string]bool{}
	for _, row := range rows {
		key := cellKey{row.Municipality, row.Service, row.Band}
		if c.by[key] == nil {
			c.by[key] = map[int64]panelRow{}
			c.keys = append(c.keys, key)
		}
		c.by[key][row.Year] = row
		c.years[row.Year] = true
		r.municipalities[row.Municipality] = true
	}
	slices.SortFunc(c.keys, cellKey.compare)
	return c, nil
}

// at returns a cell in a year. A cell that is not in the panel has neither
// volume nor money in a year that person-level sources cover; in an aggregated
// source nothing is known of it.
func (c cells) at(key cellKey, year int64, counted bool) (panelRow, bool) {
	row, ok := c.by[key][year]
	if ok {
		return row, true
	}
	if counted && c.years[year] {
		return panelRow{Municipality: key.municipality, Service: key.service, Band: key.band, Year: year, Population: math.NaN()}, true
	}
	return panelRow{}, false
}

// A service is one row of the catalogue, in the version valid on the as-of date.
type service struct {
	Service      string  `col:"service"`
	LabelDA      string  `col:"label_da"`
	LabelEN      string  `col:"label_en"`
	Committee    string  `col:"committee"`
	TargetGroup  string  `col:"target_group"`
	Statutory    string  `col:"statutory"`
	MinimumShare float64 `col:"minimum_share"` // NaN where none is set
	WageShare    float64 `col:"wage_share"`    // of cost; NaN where none is set
	RefundScheme string  `col:"refund_scheme"` // empty for none
}

// A policyChange is an amount that is decided and not drift.
type policyChange struct {
	Year    int64     `col:"year"`
	Service string    `col:"service"`
	Amount  money.Ore `col:"ore"`
}

// readCatalogue makes the table catalogue and reads it and the policy changes.
func (r *run) readCatalogue(ctx context.Context) error {
	if err := r.store.Make(ctx, "panel", store.Args{"as_of": r.calendar.asOf}, "catalogue"); err != nil {
		return err
	}
	rows, err := store.Query[service](ctx, r.store, "rows", "catalogue", nil)
	if err != nil {
		return err
	}
	r.services = map[string]service{}
	for _, s := range rows {
		r.services[s.Service] = s
	}
	if err := r.lawOfVersions(ctx); err != nil {
		return err
	}
	if r.policies, err = store.Query[policyChange](ctx, r.store, "rows", "policies", nil); err != nil {
		return err
	}
	return nil
}
