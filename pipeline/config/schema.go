package config

import (
	"encoding/json"
)

// Schema returns the JSON Schema (draft 2020-12) of opdrift.yaml, for editors.
// It accepts all that Load accepts. Load refuses more: what needs two settings
// or a calendar.
func Schema() []byte {
	top := section("")
	top["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	top["title"] = "opdrift.yaml"
	out, err := json.MarshalIndent(top, "", "  ")
	if err != nil {
		panic("config: the schema always encodes: " + err.Error())
	}
	return append(out, '\n')
}

// section is the schema of what stands below prefix, which may be empty of
// values.
func section(prefix string) map[string]any {
	props, each := map[string]any{}, any(false)
	for _, name := range children(prefix) {
		path := join2(prefix, name)
		sub := section
		if s, leaf := find(path); leaf {
			sub = func(string) map[string]any { return s.valueSchema() }
		}
		if name == "*" {
			each = sub(path)
		} else {
			props[name] = sub(path)
		}
	}
	out := map[string]any{"type": []string{"object", "null"}, "properties": props, "additionalProperties": each}
	if each != any(false) {
		out["propertyNames"] = map[string]any{"pattern": nameForm.String()}
	}
	return out
}

// valueSchema allows a value plain or with its reason.
func (s setting) valueSchema() map[string]any {
	reasoned := object(map[string]any{"value": s.schema, "reason": reasonText.schema}, "value", "reason")
	out := map[string]any{"description": s.about, "anyOf": []any{s.schema, reasoned}}
	if !s.starred() {
		out["default"] = s.value(Default(), "")
	}
	return out
}

// object is the schema of a mapping with exactly these keys.
func object(props map[string]any, required ...string) map[string]any {
	return map[string]any{"type": "object", "properties": props, "required": required, "additionalProperties": false}
}
