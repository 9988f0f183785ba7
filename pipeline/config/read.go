package config

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// A reader fills a configuration and collects faults.
type reader struct {
	file   string
	cfg    *Config
	faults []*Fault
}

// store reads a value into the setting at path, unless it is at fault.
func (r *reader) store(s setting, key string, n *yaml.Node, from origin) {
	path := s.at(key)
	if err := s.read(r.cfg, key, n); err != nil {
		r.faults = append(r.faults, from.fault(path, "%v", err))
		return
	}
	r.cfg.origins = with(r.cfg.origins, path, from)
}

func (r *reader) bad(n *yaml.Node, path, format string, args ...any) {
	r.faults = append(r.faults, fileOrigin(r.file, n.Line).fault(path, format, args...))
}

// section reads a mapping. prefix is its path in the table, with * for names;
// key is the name that stands for the *, once known.
func (r *reader) section(n *yaml.Node, prefix, key string) {
	seen := map[string]int{}
	for i := 0; i < len(n.Content) && len(r.faults) <= mostFaults; i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		if k.Kind != yaml.ScalarNode {
			r.bad(k, shown(prefix, key), "has %s as a key: want a setting's name", describe(k))
			continue
		}
		if line, twice := seen[k.Value]; twice {
			r.bad(k, shown(join2(prefix, k.Value), key), "is set twice, first in line %d: keep one", line)
			continue
		}
		seen[k.Value] = k.Line
		r.entry(k, v, prefix, key)
	}
}

// entry reads one key of a section.
func (r *reader) entry(k, v *yaml.Node, prefix, key string) {
	name, names := k.Value, children(prefix)
	if slices.Contains(names, "*") {
		want := extractName
		if s, _ := find(join2(prefix, "*")); s.service {
			want = serviceCode
		}
		if err := want.check(name); err != nil {
			r.bad(k, shown(prefix, key), "has an entry whose name %v", err)
			return
		}
		name, key = "*", name
	} else if !slices.Contains(names, name) {
		r.bad(k, shown(join2(prefix, name), key), "is unknown: %s", suggestion(prefix, name))
		return
	}
	path := join2(prefix, name)
	s, leaf := find(path)
	switch {
	case leaf:
		r.leaf(s, key, v)
	case v.Kind == yaml.MappingNode:
		r.section(v, path, key)
	case v.Kind == yaml.ScalarNode && v.ShortTag() == "!!null":
		// A section whose settings are all commented out.
	default:
		r.bad(v, shown(path, key), "is %s: want a group of settings, one an indented line", describe(v))
	}
}

// leaf reads a setting's value, plain or as {value, reason}.
func (r *reader) leaf(s setting, key string, v *yaml.Node) {
	from := fileOrigin(r.file, v.Line)
	if v.Kind == yaml.MappingNode {
		f, err := fields(v, "value", "reason")
		if err == nil {
			if err = reasonText.check(f[1].Value); f[1].Kind != yaml.ScalarNode || err != nil {
				err = fmt.Errorf("has as its reason %s: want a sentence", describe(f[1]))
			}
		}
		if err != nil {
			r.bad(v, s.at(key), "%v", err)
			return
		}
		v, from.reason = f[0], f[1].Value
	}
	if v.Kind == yaml.ScalarNode && v.ShortTag() == "!!null" {
		r.bad(v, s.at(key), "is empty: want %s; leave the line out for the default", s.want)
		return
	}
	r.store(s, key, v, from)
}

var (
	reasonText  = text(regexp.MustCompile(`^\S.{0,999}$`), "a sentence")
	extractName = text(nameForm, "an extract's name in small letters, such as costs")
	serviceCode = text(nameForm, "a service's code in small letters, such as home_care")
)

// find returns the setting with exactly this path.
func find(path string) (setting, bool) {
	i := slices.IndexFunc(settings, func(s setting) bool { return s.path == path })
	if i < 0 {
		return setting{}, false
	}
	return settings[i], true
}

// children lists the names that may stand in a section.
func children(prefix string) []string {
	var out []string
	for _, s := range settings {
		rest, ok := strings.CutPrefix(s.path, prefix+".")
		if prefix == "" {
			rest, ok = s.path, true
		}
		if name, _, _ := strings.Cut(rest, "."); ok && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// suggestion says what an unknown key may have been meant as: a neighbour
// spelled much like it, the same name in another section, or anything here.
func suggestion(prefix, name string) string {
	if near := nearest(name, children(prefix)); near != "" {
		return "did you mean " + join2(prefix, near) + "?"
	}
	for _, s := range settings {
		if strings.HasSuffix(s.path, "."+name) || s.path == join2(prefix, name) {
			return "did you mean " + s.path + "? Write its parts on lines of their own, indented"
		}
	}
	return "want one of " + strings.Join(children(prefix), ", ")
}

func join2(prefix, name string) string {
	if prefix == "" {
		return name
	}
	return prefix + "." + name
}

// shown is a table path as the user wrote it, fit for an error.
func shown(path, key string) string {
	path = strings.Replace(path, "*", key, 1)
	if path == "" {
		return "the file"
	}
	return clip(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		return r
	}, path))
}
