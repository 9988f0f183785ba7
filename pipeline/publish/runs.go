package publish

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// A Run is one published run.
type Run struct {
	ID     string
	Dir    string
	Latest bool
	Order  int // line of its last publication in the audit chain; 0 for none
}

// AsOf is the run's as-of date, 2006-01-02.
func (r Run) AsOf() string { return r.ID[:len("2006-01-02")] }

// List returns the published runs by as-of date, then by order of publication,
// then by id. It needs no lock. An output folder that does not exist yet has no
// runs.
func List(root string) ([]Run, error) {
	entries, err := os.ReadDir(filepath.Join(root, runsName))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("listing runs: %w", err)
	}
	latest, err := latestID(root)
	if err != nil && !errors.Is(err, ErrNoRun) {
		return nil, err
	}
	order := map[string]int{}
	lines, _ := ReadAudit(root) // verify reports what is wrong with it
	for _, l := range lines {
		if l.ManifestSHA256 != "" {
			order[l.RunID] = l.N
		}
	}
	var runs []Run
	for _, e := range entries {
		if id := e.Name(); e.IsDir() && checkID(id) == nil {
			runs = append(runs, Run{ID: id, Dir: runDir(root, id), Latest: id == latest, Order: order[id]})
		}
	}
	slices.SortFunc(runs, func(a, b Run) int {
		return cmp.Or(cmp.Compare(a.AsOf(), b.AsOf()), cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
	})
	return runs, nil
}

// Latest returns the run that the link latest points at. The error wraps
// [ErrNoRun] when there is none.
func Latest(root string) (Run, error) {
	id, err := latestID(root)
	if err != nil {
		return Run{}, err
	}
	dir := runDir(root, id)
	if _, err := os.Stat(filepath.Join(dir, manifestFile)); err != nil {
		return Run{}, fmt.Errorf("%s points at run %s, which is not there: %w: see 'opdrift runs list', or run again", filepath.Join(root, latestName), id, ErrNoRun)
	}
	return Run{ID: id, Dir: dir, Latest: true}, nil
}

// latestID reads the link without looking at the run.
func latestID(root string) (string, error) {
	link := filepath.Join(root, latestName)
	to, err := os.Readlink(link)
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s: %w has been published yet", root, ErrNoRun)
	}
	if err != nil {
		if bad := checkLatest(root); bad != nil {
			return "", bad
		}
		return "", err
	}
	id := filepath.Base(to)
	if filepath.Clean(to) != filepath.Join(runsName, id) || checkID(id) != nil {
		return "", fmt.Errorf("%s points at %s: want %s/RUN; remove the link and run again", link, to, runsName)
	}
	return id, nil
}

// Find returns a run by its id, or the latest for the id "latest".
func Find(root, id string) (Run, error) {
	if id == latestName {
		return Latest(root)
	}
	if err := checkID(id); err != nil {
		return Run{}, err
	}
	dir := runDir(root, id)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return Run{}, fmt.Errorf("%w as %s in %s: see 'opdrift runs list'", ErrNoRun, id, root)
	}
	latest, err := latestID(root)
	return Run{ID: id, Dir: dir, Latest: err == nil && latest == id}, nil
}

// Show returns what a run says about itself. It does not check that it is true;
// see [VerifyRun].
func Show(root, id string) (Manifest, Results, error) {
	run, err := Find(root, id)
	if err != nil {
		return Manifest{}, Results{}, err
	}
	m, err := readManifest(run.Dir)
	if err != nil {
		return Manifest{}, Results{}, err
	}
	var r Results
	path := filepath.Join(run.Dir, resultsFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return m, r, fmt.Errorf("run %s: %w", run.ID, err)
	}
	if err := json.Unmarshal(data, &r); err != nil {
		return m, r, fmt.Errorf("%s: %w", path, err)
	}
	return m, r, nil
}

// readManifest reads the manifest of the run in dir.
func readManifest(dir string) (Manifest, error) {
	path := filepath.Join(dir, manifestFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return Manifest{}, err
	}
	var m Manifest
	if err := strict(data, &m); err != nil {
		return Manifest{}, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}
