// Package scenarios holds the built-in scenarios and reads those of a project.
// A scenario is data: to add one, add a file. Files are read strictly, every
// fault at once, because a misspelt assumption must not be ignored.
package scenarios

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opdrift/pipeline/priority"
)

//go:embed *.yaml
var builtin embed.FS

// Names lists the built-in scenarios, baseline first.
func Names() []string {
	return []string{"baseline", "across-the-board", "protect-most-valued", "invest-in-prevention"}
}

// Load returns the built-in scenario of that name or, if the name ends in .yaml
// or .yml, the scenario in that file.
func Load(name string) (priority.Scenario, error) {
	data, err := read(name)
	if err != nil {
		return priority.Scenario{}, fmt.Errorf("scenario %s: %w", name, err)
	}
	s, err := Parse(data)
	if err != nil {
		return priority.Scenario{}, fmt.Errorf("scenario %s: %w", name, err)
	}
	return s, nil
}

// Source returns the text of a built-in scenario, for a user to start from.
func Source(name string) ([]byte, error) {
	if !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("scenario %q is not built in: built in are %s", name, strings.Join(Names(), ", "))
	}
	return builtin.ReadFile(name + ".yaml")
}

func read(name string) ([]byte, error) {
	ext := filepath.Ext(name)
	if ext != ".yaml" && ext != ".yml" {
		data, err := Source(name)
		if err != nil {
			return nil, fmt.Errorf("%w; a file's name ends in .yaml", err)
		}
		return data, nil
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errors.New("no such file")
	}
	return data, err
}

// LoadAll loads several, and names every one that fails. Two of the same name
// are an error, because their rows could not be told apart.
func LoadAll(names []string) ([]priority.Scenario, error) {
	var out []priority.Scenario
	var faults []error
	seen := map[string]string{}
	for _, name := range names {
		s, err := Load(name)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if other, twice := seen[s.Name]; twice {
			faults = append(faults, fmt.Errorf("scenarios %s and %s are both named %q: give each its own name", other, name, s.Name))
		}
		seen[s.Name] = name
		out = append(out, s)
	}
	return out, errors.Join(faults...)
}
