package pipeline

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"opdrift/pipeline/contract"
	"opdrift/pipeline/publish"
	"opdrift/pipeline/store"
)

// An input is one extract that is there.
type input struct {
	name        string
	contract    contract.Contract
	files       []contract.File
	control     *contract.Control // nil where the sender supplies none
	source      contract.Source
	fingerprint publish.Input
	evidence    []publish.InputFile
}

// rawPrefix stands before an extract's name in the view of its raw rows.
const rawPrefix = "raw_"

// extract finds the extracts, compares their footers with their contracts and with
// each other before the engine opens a file, and registers their raw rows. Every
// fault of every file is reported at once.
func extract(ctx context.Context, r *run) error {
	var faults inputErrors
	for _, name := range contract.Names() {
		in, found, err := r.findExtract(name)
		if err != nil {
			return err
		}
		for _, f := range found {
			if f.Severity == contract.Error {
				faults.add("%s", f.Message)
			}
			r.noteFinding(f)
		}
		if in != nil && contract.Rows(in.files) > 0 {
			r.inputs = append(r.inputs, in)
		}
	}
	if err := faults.err(); err != nil {
		return err
	}
	if err := r.required(); err != nil {
		return err
	}
	if err := r.openStore(ctx); err != nil {
		return err
	}
	return r.register(ctx)
}

// findExtract lists an extract's files and reads their footers; nil where there
// are none. A file that is bad in itself is a finding, one that the configuration
// names and that is not there is a MissingError.
func (r *run) findExtract(name string) (*input, []contract.Finding, error) {
	paths, err := r.cfg.ExtractFiles(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, &MissingError{err.Error()}
	}
	if err != nil {
		return nil, faultsOf(name, err), nil
	}
	if len(paths) == 0 {
		return nil, nil, nil
	}
	c, err := contract.Load(name)
	if err != nil {
		return nil, nil, err
	}
	var control *contract.Control
	if !r.oneFile {
		var faults []contract.Finding
		if control, faults = readControl(name, paths); len(faults) > 0 {
			return nil, faults, nil
		}
	}
	files, err := contract.ReadFiles(paths)
	if err != nil {
		return nil, faultsOf(name, err), nil
	}
	if control != nil {
		if faults := controlFindings(name, control.CheckRows(files)); len(faults) > 0 {
			return nil, faults, nil
		}
	}
	found, err := contract.CheckFiles(c, files)
	if err != nil {
		return nil, nil, err
	}
	return &input{name: name, contract: c, files: files, control: control}, found, nil
}

// faultsOf turns errors about files into findings, one each.
func faultsOf(name string, err error) []contract.Finding {
	var out []contract.Finding
	for _, e := range joined(err) {
		out = append(out, contract.Finding{Extract: name, Rule: name + ".file", Severity: contract.Error, Message: e.Error()})
	}
	return out
}

// noteFinding keeps a finding about files for the table quality, which names a file
// without its folder: the same files give the same table wherever they stand.
func (r *run) noteFinding(f contract.Finding) {
	verdict, text := "noted", f.Message
	switch f.Severity {
	case contract.Error:
		verdict = "stops" // in a validation; a run publishes no quality then
	case contract.Warning:
		verdict = "warned"
		r.log.Warn(f.Message, "extract", f.Extract)
	}
	if rest, ok := strings.CutPrefix(text, f.File+": "); ok && f.File != "" {
		text = baseName(f.File) + ": " + rest
	}
	r.quality = append(r.quality, qualityRow{
		Extract: f.Extract, Rule: f.Rule, File: baseName(f.File), Column: f.Column, Severity: string(f.Severity),
		Verdict: verdict, Rows: f.Rows, Total: f.TotalRows, Ore: f.Ore, Text: text, TextDA: cmp.Or(f.MessageDA, text),
	})
}

func baseName(path string) string {
	if path == "" {
		return ""
	}
	return filepath.Base(path)
}

// required refuses a project without what no run can do without.
func (r *run) required() error {
	var lacks []string
	for _, name := range []string{"services", "costs"} {
		if !r.has(name) {
			lacks = append(lacks, name)
		}
	}
	if !r.has("cases") && !r.has("activity") {
		lacks = append(lacks, "cases (or activity, for aggregated sources)")
	}
	if len(lacks) > 0 {
		return &MissingError{fmt.Sprintf("extracts missing or without rows: %s; put them in %s as NAME.parquet, or name their files in extracts.files",
			strings.Join(lacks, ", "), r.cfg.Path(r.cfg.Extracts.Folder))}
	}
	return nil
}

// has reports whether an extract is there and has rows. With both cases and
// activity, cases count: activity is for sources without persons.
func (r *run) has(name string) bool {
	if name == "activity" && r.has("cases") {
		return false
	}
	return slices.ContainsFunc(r.inputs, func(in *input) bool { return in.name == name })
}

// openStore starts the engine with exactly the run's own files to read.
func (r *run) openStore(ctx context.Context) error {
	opts := store.Options{Threads: r.cfg.Engine.Threads, MemoryLimit: r.cfg.Engine.MemoryLimit}
	if r.writer != nil {
		opts.MemoryLimit = cmp.Or(r.cfg.Engine.RunMemory, opts.MemoryLimit)
		spill, err := r.writer.Spill()
		if err != nil {
			return err
		}
		opts.Spill = spill
		opts.Write = []string{r.root(), spill}
	}
	for _, in := range r.inputs {
		for _, f := range in.files {
			opts.Files = append(opts.Files, f.Path)
		}
	}
	if r.last != nil {
		opts.Files = append(opts.Files, r.last.file("reconciliation"))
	}
	var err error
	r.store, err = store.Open(ctx, opts)
	return err
}

// register makes the raw view of every extract, empty for those that are missing,
// and takes the evidence of every file.
func (r *run) register(ctx context.Context) error {
	var there []string
	for _, in := range r.inputs {
		there = append(there, in.name)
	}
	for _, in := range r.inputs {
		in.source = contract.Source{Columns: in.contract.ColumnsOf(in.files), Extracts: there, Prefix: rawPrefix}
		var paths []string
		for _, f := range in.files {
			paths = append(paths, f.Path)
			evidence, err := fileEvidence(ctx, in.name, f)
			if err != nil {
				return err
			}
			in.evidence = append(in.evidence, evidence)
		}
		if err := r.store.Register(ctx, rawPrefix+in.name, paths); err != nil {
			return &InputError{Faults: []string{fmt.Sprintf("extract %s: %v", in.name, err)}}
		}
	}
	for _, name := range contract.Names() {
		if !slices.Contains(there, name) {
			if err := r.store.RegisterEmpty(ctx, rawPrefix+name); err != nil {
				return err
			}
		}
	}
	return nil
}

// fileEvidence hashes a file.
func fileEvidence(ctx context.Context, name string, f contract.File) (publish.InputFile, error) {
	file, err := os.Open(f.Path)
	if err != nil {
		return publish.InputFile{}, err
	}
	defer file.Close()
	h := sha256.New()
	if _, err := io.Copy(h, contextReader{ctx, file}); err != nil {
		return publish.InputFile{}, fmt.Errorf("%s: %w", f.Path, err)
	}
	return publish.InputFile{
		Extract: name, Name: filepath.Base(f.Path), Bytes: f.Footer.Bytes, SHA256: hex.EncodeToString(h.Sum(nil)),
	}, nil
}

// contextReader ends reading when the run is interrupted.
type contextReader struct {
	ctx context.Context
	io.Reader
}

func (r contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
