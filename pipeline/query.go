package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"strings"

	"opdrift/pipeline/config"
	"opdrift/pipeline/contract"
	"opdrift/pipeline/publish"
	"opdrift/pipeline/store"
)

// Tables opens an engine on a published run (by id, or "latest") and on the
// project's extracts: each table of the run by its name, each extract as raw_NAME.
// The engine can read those files and nothing else, and write only below scratch,
// which may be empty. The caller closes it.
//
// A project without a run, or without extracts, is asked about what it has; with
// neither it is a [MissingError].
func Tables(ctx context.Context, cfg config.Config, run, scratch string, log *slog.Logger) (*store.Store, error) {
	tables, err := runTables(cfg, run)
	if err != nil {
		return nil, err
	}
	raw, files := rawFiles(cfg, log)
	if len(tables) == 0 && len(raw) == 0 {
		return nil, &MissingError{fmt.Sprintf("there is nothing to ask about: no run in %s and no extract in %s; run 'opdrift run' first",
			cfg.Path(cfg.Publish.Folder), cfg.Path(cfg.Extracts.Folder))}
	}
	opts := store.Options{Threads: cfg.Engine.Threads, MemoryLimit: cfg.Engine.MemoryLimit, Files: files}
	if scratch != "" {
		opts.Write = []string{scratch}
	}
	for _, t := range tables {
		opts.Files = append(opts.Files, t.file)
	}
	s, err := store.Open(ctx, opts)
	if err != nil {
		return nil, err
	}
	if err := nameTables(ctx, s, tables, raw, log); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

type runTable struct{ name, file string }

// runTables lists the tables of a run from its manifest. Without any latest run
// there are none.
func runTables(cfg config.Config, id string) ([]runTable, error) {
	root := cfg.Path(cfg.Publish.Folder)
	run, err := publish.Find(root, id)
	if errors.Is(err, publish.ErrNoRun) {
		if all, listed := publish.List(root); listed == nil && len(all) == 0 && id == "latest" {
			return nil, nil
		}
		return nil, &MissingError{err.Error()}
	}
	if err != nil {
		return nil, err
	}
	manifest, _, err := publish.Show(root, run.ID)
	if err != nil {
		return nil, err
	}
	var out []runTable
	for _, o := range manifest.Outputs {
		folder, base := filepath.Split(filepath.FromSlash(o.Path))
		name, isTable := strings.CutSuffix(base, ".parquet")
		if isTable && filepath.Clean(folder) == "restricted" {
			out = append(out, runTable{name, filepath.Join(run.Dir, folder, base)})
		}
	}
	return out, nil
}

// rawFiles lists the files of every extract. One whose files cannot be listed is
// left out: it must not stand in the way of a question about another.
func rawFiles(cfg config.Config, log *slog.Logger) (byName map[string][]string, all []string) {
	byName = map[string][]string{}
	for _, name := range contract.Names() {
		files, err := cfg.ExtractFiles(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			log.Warn("extract left out", "extract", name, "error", err)
		}
		if err != nil || len(files) == 0 {
			continue
		}
		byName[name] = files
		all = append(all, files...)
	}
	return byName, all
}

func nameTables(ctx context.Context, s *store.Store, tables []runTable, raw map[string][]string, log *slog.Logger) error {
	if len(tables) == 0 {
		log.Warn("no run is published yet: only the extracts can be asked about, as raw_NAME")
	}
	for _, t := range tables {
		if err := s.File(ctx, t.name, t.file); err != nil {
			return fmt.Errorf("%s is not as it was published ('opdrift runs verify' says more): %w", t.file, err)
		}
	}
	for _, name := range contract.Names() {
		if raw[name] == nil {
			continue
		}
		if err := s.Register(ctx, rawPrefix+name, raw[name]); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			log.Warn("extract left out", "extract", name, "error", err)
		}
	}
	return nil
}
