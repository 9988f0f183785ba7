package publish

import (
	"cmp"
	"slices"
)

// A Manifest says what a run read, how, and what it wrote. It holds nothing
// that differs between two runs on the same logical input: no times, paths,
// machine facts, and no names or hashes of input files, because the same rows
// may come in other files or from Trino. Those are in [Results].
type Manifest struct {
	RunID             string       `json:"run_id"`
	SchemaVersion     int          `json:"schema_version"` // set by Commit
	ToolVersion       string       `json:"tool_version"`
	AsOf              string       `json:"as_of"`       // 2006-01-02
	Seed              uint64       `json:"seed,string"` // text: JavaScript's numbers end at 2^53
	ConfigurationHash string       `json:"configuration_hash"`
	ComparedRun       string       `json:"compared_run"` // empty for none
	Inputs            []Input      `json:"inputs"`
	Outputs           []Output     `json:"outputs"`
	Checks            []Check      `json:"checks"`
	Suppressed        []Suppressed `json:"suppressed"`
}

// An Input is the logical fingerprint of one extract: the same on any engine and
// however the rows are stored.
type Input struct {
	Name string            `json:"name"`
	Rows int64             `json:"rows"`
	Sums map[string]string `json:"sums"` // by column: exact decimal sum, as text
}

// An Output is one published file.
type Output struct {
	Path    string   `json:"path"` // below the run's folder, such as restricted/panel.parquet
	Rows    int64    `json:"rows"`
	Columns []Column `json:"columns"` // in the file's order
	Bytes   int64    `json:"bytes"`   // set by Commit
	SHA256  string   `json:"sha256"`  // set by Commit
}

// A Column of an output.
type Column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// A Check is the verdict of one rule on inputs or outputs.
type Check struct {
	Name    string `json:"name"`
	Verdict string `json:"verdict"` // such as ok, warning
	Rows    int64  `json:"rows"`    // that break the rule
}

// Suppressed counts the cells that disclosure control hid in one public table.
type Suppressed struct {
	Table     string `json:"table"`
	Primary   int64  `json:"primary"`
	Secondary int64  `json:"secondary"`
}

// Results are the facts about a run that may differ between two runs with the
// same manifest. They are outside the byte rule, but the audit line holds their
// hash.
type Results struct {
	Started    string            `json:"started"` // RFC 3339
	Ended      string            `json:"ended"`
	Seconds    float64           `json:"seconds"`
	Stages     []StageResult     `json:"stages"`
	InputFiles []InputFile       `json:"input_files"`
	Paths      map[string]string `json:"paths"`
	Machine    map[string]string `json:"machine"` // host, processors, engine, versions
	PeakMemory int64             `json:"peak_memory_bytes"`
}

// A StageResult is how long one stage took.
type StageResult struct {
	Name    string  `json:"name"`
	Seconds float64 `json:"seconds"`
	Rows    int64   `json:"rows"`
}

// An InputFile is the evidence of one file that was read.
type InputFile struct {
	Extract string `json:"extract"`
	Name    string `json:"name"` // base name
	Bytes   int64  `json:"bytes"`
	SHA256  string `json:"sha256"`
}

// sorted returns the manifest with its lists in order of name and none of them
// nil, so that equal runs have equal bytes however their lists were made.
func (m Manifest) sorted() Manifest {
	m.Inputs = ordered(m.Inputs, func(a, b Input) int { return cmp.Compare(a.Name, b.Name) })
	m.Outputs = ordered(m.Outputs, func(a, b Output) int { return cmp.Compare(a.Path, b.Path) })
	m.Checks = ordered(m.Checks, func(a, b Check) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.Rows, b.Rows))
	})
	m.Suppressed = ordered(m.Suppressed, func(a, b Suppressed) int { return cmp.Compare(a.Table, b.Table) })
	for i, in := range m.Inputs {
		if in.Sums == nil {
			m.Inputs[i].Sums = map[string]string{}
		}
	}
	for i, out := range m.Outputs {
		if out.Columns == nil {
			m.Outputs[i].Columns = []Column{}
		}
	}
	return m
}

// ordered returns a sorted copy of list that is never nil.
func ordered[T any](list []T, order func(a, b T) int) []T {
	out := append([]T{}, list...)
	slices.SortStableFunc(out, order)
	return out
}
