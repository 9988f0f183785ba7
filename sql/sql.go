// Package sql holds every query of opdrift as a file of its own: one SELECT a
// file, named for the table it makes.
//
//	extract/   the only statements that touch raw rows: small typed results from
//	           the logical names of the extracts, in ANSI SQL with the shims below
//	panel/     the panel of volume and money, from those results
//	rows/      small typed rows that Go works on
//	outputs/   the published tables: casts, labels and order, no arithmetic
//	shims/     the few functions that extract/ and panel/ use beyond ANSI SQL
//
// A file begins with a comment that says in words what a row is, then
// "grain:" (the key, also the order of the published rows) and "reads:".
// Files of one folder are run in the order of the numbers that begin their
// names; the number is not part of the table's name. Parameters are $name.
package sql

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed extract panel rows outputs shims
var files embed.FS

// A Query is one file.
type Query struct {
	Folder string
	Name   string   // the table it makes
	Text   string   // the whole file, comment included
	Params []string // parameters without the dollar sign, sorted
	Grain  []string // columns that identify a row
	View   bool     // "view:" in the header: many rows, named but never stored
}

var (
	param  = regexp.MustCompile(`\$([a-z][a-z0-9_]*)`)
	number = regexp.MustCompile(`^[0-9]+_`)
)

var load = sync.OnceValue(func() map[string][]Query {
	all := map[string][]Query{}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".sql" {
			return err
		}
		text, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		q := parse(path.Dir(name), path.Base(name), string(text))
		all[q.Folder] = append(all[q.Folder], q)
		return nil
	})
	if err != nil {
		panic(err) // the files are part of the program
	}
	return all
})

// Folder returns the queries of a folder in the order in which they run. It
// panics if there is no such folder: folders are named in code.
func Folder(folder string) []Query {
	queries, ok := load()[folder]
	if !ok {
		panic(fmt.Sprintf("sql: no folder %q", folder))
	}
	return slices.Clone(queries)
}

// Find returns one query. It panics if it does not exist: files are named in
// code.
func Find(folder, name string) Query {
	for _, q := range Folder(folder) {
		if q.Name == name {
			return q
		}
	}
	panic(fmt.Sprintf("sql: no file %s/%s.sql", folder, name))
}

func parse(folder, base, text string) Query {
	q := Query{
		Folder: folder,
		Name:   number.ReplaceAllString(strings.TrimSuffix(base, ".sql"), ""),
		Text:   text,
	}
	for line := range strings.Lines(text) {
		comment, ok := strings.CutPrefix(strings.TrimSpace(line), "--")
		if ok {
			comment = strings.TrimSpace(comment)
			if grain, ok := strings.CutPrefix(comment, "grain:"); ok {
				for column := range strings.SplitSeq(grain, ",") {
					q.Grain = append(q.Grain, strings.TrimSpace(column))
				}
			}
			q.View = q.View || strings.HasPrefix(comment, "view:")
			continue
		}
		code, _, _ := strings.Cut(line, "--")
		for _, m := range param.FindAllStringSubmatch(code, -1) {
			if !slices.Contains(q.Params, m[1]) {
				q.Params = append(q.Params, m[1])
			}
		}
	}
	slices.Sort(q.Params)
	return q
}
