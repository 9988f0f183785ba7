package contract

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
)

//go:embed contracts/*.yaml
var documents embed.FS

// Names lists the extracts that have a contract, by name.
func Names() []string {
	entries, err := documents.ReadDir("contracts")
	if err != nil {
		panic("contract: no embedded contracts: " + err.Error()) // a mistake in the build
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	slices.Sort(names)
	return names
}

// YAML returns the contract of an extract as it is written.
func YAML(name string) ([]byte, error) {
	b, err := documents.ReadFile(path.Join("contracts", name+".yaml"))
	if err != nil || !slices.Contains(Names(), name) {
		return nil, fmt.Errorf("no contract named %q: want one of %s", name, strings.Join(Names(), ", "))
	}
	return b, nil
}

// Load returns the contract of an extract, ready to check with.
func Load(name string) (Contract, error) {
	b, err := YAML(name)
	if err != nil {
		return Contract{}, err
	}
	c, err := parse(b)
	if err != nil {
		return Contract{}, fmt.Errorf("contract %s: %w", name, err)
	}
	return c, nil
}
