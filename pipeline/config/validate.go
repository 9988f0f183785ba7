package config

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// Validate checks a configuration made or changed in code, as Load checks one
// that was read.
func (c Config) Validate(allowed Allowed) error {
	var faults []*Fault
	for _, s := range settings {
		for _, key := range s.names(c) {
			if s.path == "name" && c.Name == "" {
				continue // no name given; the file cannot say so
			}
			if err := s.check(c, key); err != nil {
				faults = append(faults, c.origins[s.at(key)].fault(s.at(key), "%v", err))
			}
		}
	}
	return join(append(faults, c.across(allowed)...))
}

// across checks what no setting can be checked for alone.
func (c Config) across(allowed Allowed) []*Fault {
	var faults []*Fault
	bad := func(path, format string, args ...any) {
		faults = append(faults, c.origins[path].fault(path, format, args...))
	}
	if len(c.Forecast.Models) > 1 && slices.Contains(c.Forecast.Models, "auto") {
		bad("forecast.models", "has auto among others: want auto alone, or names")
	}
	for _, m := range c.Forecast.Models {
		if m != "auto" && allowed.Models != nil && !slices.Contains(allowed.Models, m) {
			bad("forecast.models", "has no model %s%s: want auto or any of %s", quoted(m), meant(m, allowed.Models), strings.Join(allowed.Models, ", "))
		}
	}
	c.acrossScenarios(allowed.Scenarios, bad)
	c.acrossExtracts(allowed.Extracts, bad)
	if for_, in := inside(c.Path(c.Publish.Folder), c.Path(c.Extracts.Folder)); in {
		bad("publish.folder", "is %s, %s extracts.folder: want another folder, or results would be read as extracts", quoted(c.Publish.Folder), for_)
	}
	return faults
}

// acrossScenarios checks that every scenario is known and none comes twice:
// tables tell scenarios apart by name alone.
func (c Config) acrossScenarios(builtin []string, bad func(path, format string, args ...any)) {
	seen := map[string]string{}
	for _, s := range c.Scenarios {
		name, file := ScenarioName(s)
		if before, twice := seen[name]; twice {
			bad("scenarios", "has %s and %s, both named %s: rename one", quoted(before), quoted(s), quoted(name))
		}
		seen[name] = s
		if !file && builtin != nil && !slices.Contains(builtin, s) {
			bad("scenarios", "has no scenario %s%s: want any of %s, or a file ending in .yaml", quoted(s), meant(s, builtin), strings.Join(builtin, ", "))
		}
	}
}

// acrossExtracts checks the names of extracts.
func (c Config) acrossExtracts(names []string, bad func(path, format string, args ...any)) {
	if names == nil {
		return
	}
	for _, s := range settings {
		if !s.starred() || s.service {
			continue // the catalogue knows the services, see the panel stage
		}
		for _, key := range s.names(c) {
			if !slices.Contains(names, key) {
				bad(s.at(key), "is of no extract %s%s: want any of %s", quoted(key), meant(key, names), strings.Join(names, ", "))
			}
		}
	}
}

// ScenarioName returns the name of an entry of Config.Scenarios, and whether the
// entry is a file: scenarios/young.yaml is a file and named young.
func ScenarioName(entry string) (name string, file bool) {
	ext := filepath.Ext(entry)
	if ext != ".yaml" && ext != ".yml" {
		return entry, false
	}
	return strings.TrimSuffix(filepath.Base(entry), ext), true
}

func meant(name string, names []string) string {
	if near := nearest(name, names); near != "" {
		return fmt.Sprintf(" (did you mean %s?)", near)
	}
	return ""
}

// inside reports whether two folders are the same or the first is in the second.
func inside(a, b string) (how string, is bool) {
	rel, err := filepath.Rel(b, a)
	switch {
	case err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)):
		return "", false
	case rel == ".":
		return "the same as", true
	}
	return "inside", true
}
