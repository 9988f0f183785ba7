package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Bounds of a configuration file. A real one is a few kilobytes, three deep.
const (
	maxBytes = 1 << 20
	maxDepth = 12
)

// parse returns the top mapping of a file, or nil for an empty one. It refuses
// what a configuration has no use for and an attacker has: size, depth, aliases
// (which can grow without bound), custom tags and a second document.
func parse(file string, data []byte) (*yaml.Node, *Fault) {
	fault := func(line int, format string, args ...any) *Fault {
		return fileOrigin(file, line).fault("", format, args...)
	}
	if line, what := unreadable(data); what != "" {
		return nil, fault(line, "%s", what)
	}
	dec := yaml.NewDecoder(bytes.NewReader(data))
	var doc, second yaml.Node
	err := dec.Decode(&doc)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		line, text := yamlError(err)
		return nil, fault(line, "%s", text)
	}
	if err := dec.Decode(&second); err == nil {
		return nil, fault(second.Line, "a second document starts: want one, without a line of ---")
	} else if !errors.Is(err, io.EOF) {
		line, text := yamlError(err)
		return nil, fault(line, "%s", text)
	}
	top := doc.Content[0]
	if n, what := hostile(top, 0); what != "" {
		return nil, fault(n.Line, "%s", what)
	}
	if top.Kind == yaml.ScalarNode && top.ShortTag() == "!!null" {
		return nil, nil
	}
	if top.Kind != yaml.MappingNode {
		return nil, fault(top.Line, "the file is %s: want lines such as horizon: 5", describe(top))
	}
	return top, nil
}

// unreadable says why data cannot be YAML text of ours.
func unreadable(data []byte) (line int, what string) {
	if len(data) > maxBytes {
		return 0, fmt.Sprintf("the file is larger than %d bytes: that is no configuration", maxBytes)
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return 1 + bytes.Count(data[:i], []byte("\n")), "the line has a NUL byte: want UTF-8 text"
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return 1 + bytes.Count(data[:i], []byte("\n")), "the line is not UTF-8: save the file as UTF-8"
		}
		i += size
	}
	return 0, ""
}

// hostile finds the first node that is refused whatever its place. Parts of the
// tree that an alias points at are seen once, where they stand.
func hostile(n *yaml.Node, depth int) (*yaml.Node, string) {
	switch {
	case depth > maxDepth:
		return n, fmt.Sprintf("values are nested more than %d deep", maxDepth)
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return n, "anchors (&) and aliases (*) are not allowed: write the value out; text that starts with one of them needs quotes"
	case n.Kind == yaml.ScalarNode && n.ShortTag() == "!!merge":
		return n, "the merge key << is not allowed: write the settings out"
	case n.Style&yaml.TaggedStyle != 0:
		return n, fmt.Sprintf("the tag %s is not allowed; text that starts with ! needs quotes", quoted(n.Tag))
	}
	for _, c := range n.Content {
		if bad, what := hostile(c, depth+1); what != "" {
			return bad, what
		}
	}
	return nil, ""
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line ([0-9]+): )?`)

// yamlError takes the parser's error apart into line and text.
func yamlError(err error) (int, string) {
	s := err.Error()
	m := yamlLine.FindStringSubmatchIndex(s)
	if m == nil {
		return 0, clip(s)
	}
	line := 0
	if m[2] >= 0 {
		line, _ = strconv.Atoi(s[m[2]:m[3]]) // digits, by the expression
	}
	return line, "is not YAML: " + s[m[1]:] + " (check indentation, colons and quotes at this line or the one before)"
}

// raw is a node for a value from a flag or the environment.
func raw(value string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: rawTag, Value: value}
}

func fileOrigin(file string, line int) origin {
	where := file
	if line > 0 {
		where = fmt.Sprintf("%s:%d", file, line)
	}
	return origin{rank: 1, where: where, line: line}
}
