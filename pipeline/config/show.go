package config

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// A Setting is one line of config --show.
type Setting struct {
	Path        string `json:"path"`
	Value       string `json:"value"`  // as JSON, and so as YAML, writes it
	Origin      string `json:"origin"` // default, opdrift.yaml:12, OPDRIFT_SEED or --seed
	Reason      string `json:"reason"` // as the file gives it, or empty
	Description string `json:"description"`
}

// Settings lists every setting in the order of the file, with its value and
// where the value comes from.
func (c Config) Settings() []Setting {
	var out []Setting
	for _, s := range settings {
		for _, key := range s.names(c) {
			path := s.at(key)
			o := c.origins[path]
			if o.where == "" {
				o.where = "default"
			}
			out = append(out, Setting{path, encode(s.value(c, key)), o.where, o.reason, s.about})
		}
	}
	return out
}

// Reason returns the reason that the file gives for a setting, or "".
func (c Config) Reason(path string) string { return c.origins[path].reason }

// Origin returns where a setting's value comes from, or "default".
func (c Config) Origin(path string) string {
	if o := c.origins[path]; o.where != "" {
		return o.where
	}
	return "default"
}

// Hash identifies the configuration of a calculation: SHA-256 over the settings
// that can change a result, with their values and reasons (reasons are published
// with the assumptions). It does not say where a value came from, and leaves out
// paths, threads, memory and the published folder. It also leaves out as_of and
// seed, which a run id holds by themselves, resolved. A scenario
// file counts by its name; what stands in it is the caller's to add.
func (c Config) Hash() string {
	var lines strings.Builder
	lines.WriteString("opdrift configuration 1\n")
	for _, s := range settings {
		switch s.path {
		case "as_of", "seed":
			continue
		}
		if s.machine {
			continue
		}
		for _, key := range s.names(c) {
			path := s.at(key)
			fmt.Fprintf(&lines, "%s %s %s\n", path, encode(c.logical(s, key)), encode(c.origins[path].reason))
		}
	}
	sum := sha256.Sum256([]byte(lines.String()))
	return hex.EncodeToString(sum[:])
}

// logical is a setting's value without the machine's part of it.
func (c Config) logical(s setting, key string) any {
	if s.path != "scenarios" {
		return s.value(c, key)
	}
	var names []string
	for _, entry := range c.Scenarios {
		name, _ := ScenarioName(entry)
		names = append(names, name)
	}
	return names
}

// encode writes a setting's value as JSON on one line, with sorted keys.
func encode(v any) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic("config: a setting's value always encodes: " + err.Error())
	}
	return strings.TrimSuffix(out.String(), "\n")
}
