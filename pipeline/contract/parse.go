package contract

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v3"
)

// parse reads a contract. Unknown keys are refused, and so is a document that
// says the same thing twice and differently.
func parse(b []byte) (Contract, error) {
	var d document
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&d); err != nil {
		return Contract{}, err
	}
	if d.APIVersion != "v3.1.0" || d.Kind != "DataContract" {
		return Contract{}, fmt.Errorf("apiVersion %q, kind %q: want v3.1.0, DataContract", d.APIVersion, d.Kind)
	}
	if len(d.Schema) != 1 || d.Schema[0].Name != d.Name {
		return Contract{}, fmt.Errorf("schema: want one object, named %s", d.Name)
	}
	o := d.Schema[0]
	c := Contract{Name: d.Name, Version: d.Version, Purpose: d.About.Purpose, Row: o.Description}
	err := errors.Join(c.readObject(o), c.readLimit(d.Custom), c.readFreshness(d.SLA), c.readRules(o))
	if err != nil {
		return Contract{}, err
	}
	return c, c.consistent(o)
}

func (c *Contract) readObject(o object) error {
	var empty string
	var kroner []any
	err := custom(o.Custom, map[string]any{"descriptionDa": &c.RowDA, "emptyFile": &empty, "kroner": &kroner})
	if empty != "error" && empty != "info" {
		err = errors.Join(err, fmt.Errorf("emptyFile is %q: want error or info", empty))
	}
	c.EmptyStops = empty == "error"
	for _, k := range kroner {
		c.Kroner = append(c.Kroner, fmt.Sprint(k))
	}
	for _, f := range o.Properties {
		col, e := readColumn(f)
		err = errors.Join(err, e)
		c.Columns = append(c.Columns, col)
	}
	return errors.Join(err, c.readKey(o.Properties))
}

// readKey takes the key columns in the order of their positions.
func (c *Contract) readKey(fields []field) error {
	keys := slices.DeleteFunc(slices.Clone(fields), func(f field) bool { return !f.PrimaryKey })
	slices.SortFunc(keys, func(a, b field) int { return a.PrimaryKeyPosition - b.PrimaryKeyPosition })
	for i, f := range keys {
		if f.PrimaryKeyPosition != i+1 {
			return fmt.Errorf("%s: primaryKeyPosition %d: want %d", f.Name, f.PrimaryKeyPosition, i+1)
		}
		c.Key = append(c.Key, f.Name)
	}
	if len(c.Key) == 0 {
		return errors.New("no column has primaryKey")
	}
	return nil
}

func readColumn(f field) (Column, error) {
	class, err := classOf(f.LogicalType, f.PhysicalType)
	col := Column{Name: f.Name, Class: class, Nullable: !f.Required, Description: f.Description, Classification: f.Classification}
	var presence string
	err = errors.Join(err, custom(f.Custom, map[string]any{
		"presence": &presence, "absenceCosts": &col.AbsenceCosts, "absenceCostsDa": &col.AbsenceCostsDA}))
	col.Optional = presence == "optional"
	switch {
	case err != nil:
	case !col.Optional && presence != "required":
		err = fmt.Errorf("presence is %q: want required or optional", presence)
	case col.Optional != (col.AbsenceCosts != "" && col.AbsenceCostsDA != ""):
		err = errors.New("want absenceCosts and absenceCostsDa where presence is optional, and only there")
	case !slices.Contains([]string{"public", "internal", "personal", "special_category"}, f.Classification):
		err = fmt.Errorf("classification is %q: want public, internal, personal or special_category", f.Classification)
	}
	if err != nil {
		return col, fmt.Errorf("%s: %w", f.Name, err)
	}
	return col, nil
}

func (c *Contract) readFreshness(sla []agreement) error {
	for _, a := range sla {
		if a.Property != "latency" {
			continue
		}
		column, ok := strings.CutPrefix(a.Element, c.Name+".")
		if col, found := c.column(column); !ok || !found || col.Class != Date || a.Unit != "d" || a.Value <= 0 {
			return fmt.Errorf("latency of %q, %d %s: want days of a date column of %s", a.Element, a.Value, a.Unit, c.Name)
		}
		c.Freshness = append(c.Freshness, Freshness{column, a.Value})
	}
	return nil
}

func (c *Contract) readLimit(props []property) error {
	err := custom(props, map[string]any{"maxQuarantineShareRows": &c.Limit.Rows, "maxQuarantineShareKroner": &c.Limit.Kroner})
	if l := c.Limit; err == nil && (l.Rows < 0 || l.Rows > 1 || l.Kroner < 0 || l.Kroner > 1) {
		err = fmt.Errorf("quarantine shares %v, %v: want 0 to 1", l.Rows, l.Kroner)
	}
	return err
}

// custom reads custom properties into the pointers by name; others are refused.
func custom(props []property, into map[string]any) error {
	for _, p := range props {
		ok := false
		switch t := into[p.Property].(type) {
		case *string:
			*t, ok = p.Value.(string)
		case *[]any:
			*t, ok = p.Value.([]any)
		case *float64:
			*t, ok = number(p.Value)
		}
		if !ok {
			return fmt.Errorf("customProperties: %s = %v is not one of ours, or of the wrong type", p.Property, p.Value)
		}
	}
	return nil
}

func number(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}
