package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// ErrNoProject reports that a folder has no configuration.
var ErrNoProject = errors.New("no " + File)

// EnvPrefix starts the names of environment variables: OPDRIFT_AS_OF is as_of,
// OPDRIFT_BUDGET_CONCEPT is budget.concept.
const EnvPrefix = "OPDRIFT_"

// otherEnv are variables with our prefix that are no settings.
var otherEnv = []string{"TRINO_URL", "DATA"}

// Allowed lists the names that other packages know. A nil list allows any name.
type Allowed struct {
	Models    []string // without auto
	Scenarios []string // built in; files are always allowed
	Extracts  []string

	// Env are further variables that start with EnvPrefix and are no settings.
	Env []string
}

// Load reads the configuration of the project in dir. env is as from
// os.Environ. flags holds values by path, such as "as_of" or "budget.concept";
// bin leaves out those that were not given.
//
// The error joins every fault, one a line, as [Fault]. It wraps [ErrNoProject]
// when there is no file.
func Load(dir string, env []string, flags map[string]string, allowed Allowed) (Config, error) {
	path := filepath.Join(dir, File)
	data, err := readSmall(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Config{}, fmt.Errorf("%w in %s: make a project with 'opdrift init %s', or name one with --project", ErrNoProject, dir, dir)
	}
	if err != nil {
		return Config{}, err
	}
	return Read(dir, data, env, flags, allowed)
}

// readSmall reads a file, but not much more of it than a configuration may have.
func readSmall(path string) ([]byte, error) {
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a file: want YAML text", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxBytes+1))
}

// Read is [Load] with the text of the file given. Empty text is a project that
// keeps every default.
func Read(dir string, file []byte, env []string, flags map[string]string, allowed Allowed) (Config, error) {
	c := Default()
	c.Dir = dir
	r := &reader{file: File, cfg: &c}
	top, fault := parse(File, file)
	if fault != nil {
		r.faults = append(r.faults, fault)
	} else if top != nil {
		r.section(top, "", "")
	}
	r.environment(env, allowed)
	r.flags(flags)
	r.faults = append(r.faults, c.across(allowed)...)
	if err := join(r.faults); err != nil {
		return Config{}, err
	}
	return c, nil
}

// environment reads the variables that start with EnvPrefix. An empty one counts
// as not set, which is how a shell unsets one for a single command.
func (r *reader) environment(env []string, allowed Allowed) {
	values := map[string]string{}
	for _, e := range env {
		name, value, _ := strings.Cut(e, "=")
		if strings.HasPrefix(name, EnvPrefix) && value != "" {
			values[name] = value // the last of two wins, as in a shell
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		from := origin{rank: 2, where: name}
		short := strings.TrimPrefix(name, EnvPrefix)
		s, key, ok := findEnv(short)
		switch {
		case ok:
			r.outside(s, key, values[name], from)
		case !slices.Contains(otherEnv, short) && !slices.Contains(allowed.Env, name):
			r.faults = append(r.faults, from.fault("", "is no setting: %sunset it; 'opdrift config --show' lists the settings", meantEnv(short)))
		}
	}
}

// flags reads the values of flags, by path.
func (r *reader) flags(flags map[string]string) {
	for _, path := range slices.Sorted(maps.Keys(flags)) {
		from := origin{rank: 3, where: "--" + strings.ReplaceAll(path, "_", "-")}
		s, key, ok := findPath(path)
		if !ok {
			panic("config: a flag for " + path + ", which is no setting") // a mistake in bin
		}
		r.outside(s, key, flags[path], from)
	}
}

// outside stores a value from a flag or the environment.
func (r *reader) outside(s setting, key, value string, from origin) {
	if s.tables {
		r.faults = append(r.faults, from.fault(s.at(key), "cannot be given here: write it in %s", File))
		return
	}
	r.store(s, key, raw(value), from)
}

// findEnv returns the setting of a variable, by its name without the prefix.
func findEnv(short string) (s setting, key string, ok bool) {
	return match(strings.ToLower(short), func(path string) string { return strings.ReplaceAll(path, ".", "_") })
}

// findPath returns the setting at a path with names filled in.
func findPath(path string) (s setting, key string, ok bool) {
	return match(path, func(path string) string { return path })
}

// match finds the setting whose path, spelled another way, is name.
func match(name string, spelled func(string) string) (s setting, key string, ok bool) {
	for _, s := range settings {
		before, after, starred := strings.Cut(spelled(s.path), "*")
		if !starred && before == name {
			return s, "", true
		}
		key, fits := strings.CutPrefix(name, before)
		if key, ends := strings.CutSuffix(key, after); starred && fits && ends && nameForm.MatchString(key) {
			return s, key, true
		}
	}
	return setting{}, "", false
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9_]{0,63}$`)

// meantEnv suggests a variable for a misspelt one.
func meantEnv(short string) string {
	var names []string
	for _, s := range settings {
		if !s.starred() {
			names = append(names, strings.ReplaceAll(s.path, ".", "_"))
		}
	}
	if near := nearest(short, names); near != "" {
		return "did you mean " + EnvPrefix + strings.ToUpper(near) + "? If not, "
	}
	return ""
}
