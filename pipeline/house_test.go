package pipeline_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// floors says which packages there are, and on which floor of the house. A
// package imports packages of lower floors only, so that nobody has to know what
// uses him. (bin → pipeline → its parts → leaves → leaves at the bottom.)
var floors = map[string]int{
	"bin":      4,
	"pipeline": 3,

	"pipeline/store":     2,
	"pipeline/publish":   2,
	"pipeline/config":    2,
	"pipeline/contract":  2,
	"pipeline/report":    2,
	"pipeline/scenarios": 2,

	"forecasts":           1,
	"pipeline/pressure":   1,
	"pipeline/priority":   1,
	"pipeline/disclosure": 1,
	"pipeline/law":        1,
	"pipeline/payment":    1,
	"pipeline/refusion":   1,
	"pipeline/tariff":     1,

	"pipeline/dated":       0,
	"pipeline/money":       0,
	"pipeline/optimize":    0,
	"forecasts/regress":    0,
	"forecasts/draws":      0,
	"forecasts/population": 0,
	"sql":                  0,

	"fixtures": 0, // it knows nothing of the pipeline, or its truth would prove nothing
}

// only lists imports that a few packages may have.
var only = []struct {
	of      string // import path, or its beginning where it ends in /
	in      []string
	because string
}{
	{"github.com/duckdb/duckdb-go/", []string{"pipeline/store"}, "the engine is known to store alone"},
	{"database/sql/", []string{"pipeline/store"}, "the engine is known to store alone"},
	{"database/sql", []string{"pipeline/store"}, "the engine is known to store alone"},
	{"github.com/urfave/cli/", []string{"bin"}, "the command line is bin's"},
	{"os/signal", []string{"bin"}, "signals are bin's"},
	{"flag", []string{"bin"}, "the command line is bin's"},
	{"log", nil, "log through the slog.Logger that is handed in"},
	{"opdrift/fixtures", []string{"bin"}, "no result may depend on the generator"},
}

// below lists what no package below bin may touch: a run is a function of its
// inputs, and stdout is bin's.
var below = map[string][]string{
	"os":           {"Args", "Stdin", "Stdout", "Stderr", "Exit", "Getenv", "LookupEnv", "Environ", "ExpandEnv", "Setenv"},
	"fmt":          {"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
	"time":         {"Now", "Since", "Until"},
	"log/slog":     {"Default", "Debug", "Info", "Warn", "Error", "SetDefault"},
	"math/rand":    {"*"},
	"math/rand/v2": {"*"},
}

// seeded are what is left of math/rand without its global source.
var seeded = []string{"Rand", "New", "Source", "Source64", "NewSource", "PCG", "NewPCG", "ChaCha8", "NewChaCha8", "Zipf", "NewZipf"}

// A gopackage is what go list says of a package.
type gopackage struct {
	ImportPath                        string
	Dir                               string
	GoFiles, CgoFiles, IgnoredGoFiles []string
	Imports, Deps                     []string
}

func (p gopackage) name() string { return strings.TrimPrefix(p.ImportPath, "opdrift/") }

// goPackages lists the packages of the module.
func goPackages(t *testing.T) []gopackage {
	t.Helper()
	list := exec.Command("go", "list", "-json", "opdrift/...")
	var failure bytes.Buffer
	list.Stderr = &failure
	out, err := list.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, &failure)
	}
	var packages []gopackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p gopackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		packages = append(packages, p)
	}
}

// TestWhoImportsWhom keeps the floors, and the engine, the command line and the
// generator where they belong. Test files may use what they need.
func TestWhoImportsWhom(t *testing.T) {
	for _, p := range goPackages(t) {
		floor, ok := floors[p.name()]
		if !ok {
			t.Errorf("%s: a package that the house does not know: say in floors (house_test.go) where it stands", p.Dir)
			continue
		}
		for _, to := range p.Imports {
			if name, ours := strings.CutPrefix(to, "opdrift/"); ours && floors[name] >= floor {
				t.Errorf("%s: %s stands on floor %d and imports %s of floor %d: a package imports lower floors only",
					where(t, p, to), p.name(), floor, name, floors[name])
			}
			mayImport(t, p, to)
		}
		if pure := floor < 2; pure && slices.ContainsFunc(p.Deps, func(d string) bool { return strings.HasPrefix(d, "github.com/duckdb/") }) {
			t.Errorf("%s: %s reaches the engine: leaves work without one (go list -deps %s shows how)", p.Dir, p.name(), p.ImportPath)
		}
	}
}

func mayImport(t *testing.T, p gopackage, to string) {
	t.Helper()
	for _, rule := range only {
		matches := to == rule.of || strings.HasSuffix(rule.of, "/") && strings.HasPrefix(to, rule.of)
		if matches && !slices.Contains(rule.in, p.name()) {
			t.Errorf("%s: %s imports %s: %s", where(t, p, to), p.name(), to, rule.because)
		}
	}
}

// where finds the line of an import.
func where(t *testing.T, p gopackage, imported string) string {
	t.Helper()
	for _, name := range slices.Concat(p.GoFiles, p.CgoFiles) {
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range file.Imports {
			if i.Path.Value == strconv.Quote(imported) {
				return set.Position(i.Pos()).String()
			}
		}
	}
	return p.Dir
}

// A source is one parsed file that is not a test.
type source struct {
	pkg  string
	set  *token.FileSet
	file *ast.File
}

func (s source) at(n ast.Node) token.Position { return s.set.Position(n.Pos()) }

// sources parses the module's files for every platform, without tests.
func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	for _, p := range goPackages(t) {
		for _, name := range slices.Concat(p.GoFiles, p.CgoFiles, p.IgnoredGoFiles) {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, filepath.Join(p.Dir, name), nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, source{p.name(), set, file})
		}
	}
	return out
}

// imports returns the names that a file gives to what it imports.
func (s source) imports() map[string]string {
	names := map[string]string{}
	for _, i := range s.file.Imports {
		full, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			panic(err) // the parser has read it
		}
		name := path.Base(full)
		if regexp.MustCompile(`^v[0-9]+$`).MatchString(name) {
			name = path.Base(path.Dir(full))
		}
		if i.Name != nil {
			name = i.Name.Name
		}
		names[name] = full
	}
	return names
}

// TestNothingGlobalBelowBin keeps clock, environment, arguments, standard streams
// and global random numbers out of every package but bin. Functions that are
// handed in, such as Options.Now, are what to use instead.
func TestNothingGlobalBelowBin(t *testing.T) {
	for _, s := range sources(t) {
		if s.pkg == "bin" {
			continue
		}
		for _, use := range s.globals() {
			t.Errorf("%s: nothing below bin touches the clock, the environment, the standard streams or a global random source; take it as an argument", use)
		}
	}
}

// globals lists what a file uses of below, each with its place.
func (s source) globals() []string {
	var out []string
	names := s.imports()
	ast.Inspect(s.file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		of, ok := selector.X.(*ast.Ident)
		if !ok || of.Obj != nil { // a variable of that name
			return true
		}
		full, what := names[of.Name], selector.Sel.Name
		if slices.Contains(below[full], what) || slices.Contains(below[full], "*") && !slices.Contains(seeded, what) {
			out = append(out, fmt.Sprintf("%v: %s.%s", s.at(n), full, what))
		}
		return true
	})
	return out
}

const (
	longestFunction = 60
	longestFile     = 300
)

// TestSizes keeps functions and files short enough to be read.
func TestSizes(t *testing.T) {
	for _, s := range sources(t) {
		if lines := s.set.File(s.file.Pos()).LineCount(); lines > longestFile {
			t.Errorf("%s:1: %d lines: a file has one idea and at most %d lines, split it",
				s.at(s.file).Filename, lines, longestFile)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if lines := s.set.Position(f.End()).Line - s.at(f).Line + 1; lines > longestFunction {
				t.Errorf("%v: function %s has %d lines: want at most %d", s.at(f), f.Name.Name, lines, longestFunction)
			}
		}
	}
}

// statement is how a text begins that is SQL and not a sentence.
var statement = regexp.MustCompile(`(?is)^\s*(select\s|insert\s+into\s|copy\s|create\s+(or\s+replace\s+)?(temp\s+)?(table|view|macro|schema)\s|with\s+\w+\s+as\s*\(|delete\s+from\s|update\s+\w+\s+set\s|from\s+read_)`)

// rendersSQL lists the packages that write SQL from typed parts, with quoted
// names. Every other query is a file of package sql.
var rendersSQL = []string{"pipeline/contract", "pipeline/store"}

// TestNoSQLBySprintf keeps queries in package sql.
func TestNoSQLBySprintf(t *testing.T) {
	for _, s := range sources(t) {
		if slices.Contains(rendersSQL, s.pkg) {
			continue
		}
		names := s.imports()
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			of, ok := f.X.(*ast.Ident)
			if ok && names[of.Name] == "fmt" && strings.HasSuffix(f.Sel.Name, "rintf") && statement.MatchString(firstLiteral(call.Args)) {
				t.Errorf("%v: SQL by fmt.%s: a query is a file of package sql with $parameters", s.at(call), f.Sel.Name)
			}
			return true
		})
	}
}

// firstLiteral returns the first text among arguments, or the first part of it
// where it is put together.
func firstLiteral(args []ast.Expr) string {
	for _, a := range args {
		for {
			sum, ok := a.(*ast.BinaryExpr)
			if !ok {
				break
			}
			a = sum.X
		}
		if l, ok := a.(*ast.BasicLit); ok && l.Kind == token.STRING {
			text, err := strconv.Unquote(l.Value)
			if err != nil {
				panic(err) // the parser has read it
			}
			return text
		}
	}
	return ""
}

// TestTheHouseRulesBite checks the checks: each pattern on text that breaks it and
// on text that does not.
func TestTheHouseRulesBite(t *testing.T) {
	for text, want := range map[string]bool{
		"select a from t where b = %s":                    true,
		"\n  SELECT a FROM t":                             true,
		"create view %s as":                               true,
		"with a as (select 1) select %d":                  true,
		"copy (from t) to '%s'":                           true,
		"select one of %s":                                true, // a sentence may not begin so either
		"with %d rows":                                    false,
		"insert the row":                                  false,
		"create the folder %s":                            false,
		"the statement failed: want select, with or from": false,
	} {
		if got := statement.MatchString(text); got != want {
			t.Errorf("%q taken for SQL: %v, want %v", text, got, want)
		}
	}
	const text = `package p

import (
	clock "time"
	"math/rand/v2"
)

func f(o struct{ Now func() clock.Time }, rand struct{ IntN func(int) int }) {
	o.Now()
	rand.IntN(3)
}

func g() {
	clock.Now()
	rand.IntN(3)
	rand.New(nil)
}
`
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, "p.go", text, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"p.go:14:2: time.Now", "p.go:15:2: math/rand/v2.IntN"}
	if got := (source{"p", set, file}).globals(); !slices.Equal(got, want) {
		t.Errorf("globals %v, want %v", got, want)
	}
}
