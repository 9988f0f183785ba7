package main

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// published is what "run -o json" prints of a run, with the files that must be the
// same on every machine: all but the times, paths and machine of run_results.json.
type published struct {
	RunID  string `json:"run_id"`
	Folder string `json:"folder"`
	Same   bool   `json:"same_as_before"`
	files  map[string]string
}

func publishes(t *testing.T, cmd *exec.Cmd) published {
	t.Helper()
	e := finished(t, 0, cmd)
	var p published
	if err := json.Unmarshal([]byte(e.stdout), &p); err != nil {
		t.Fatalf("%v: %s%s", err, e.stdout, e.stderr)
	}
	folder := p.Folder
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(cmd.Dir, folder)
	}
	p.files = tree(t, folder)
	delete(p.files, "run_results.json")
	return p
}

// runOf prepares a run that prints its result as JSON.
func runOf(dir string, env []string, args ...string) *exec.Cmd {
	return command(env, append([]string{"run", "-q", "--log-level", "error", "-o", "json", "-p", dir}, args...)...)
}

// sameAs wants a run to be the first one, byte for byte.
func (p published) sameAs(t *testing.T, first published, what string) {
	t.Helper()
	if p.RunID != first.RunID {
		t.Errorf("%s: the run is %s, want %s", what, p.RunID, first.RunID)
	}
	if changed := differences(first.files, p.files); len(changed) > 0 {
		t.Errorf("%s: %q differ", what, changed)
	}
}

// TestSameBytes: the same inputs, configuration, as-of date and seed are the same
// run, on any number of threads, in any place, language and time zone, and however
// an extract is cut into files.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	persons := 4000
	if testing.Short() {
		persons = 1000
	}
	one := filepath.Join(t.TempDir(), "town")
	town(t, one, persons, 6)
	two := filepath.Join(t.TempDir(), "the same, elsewhere")
	copied(t, one, two)
	three := filepath.Join(t.TempDir(), "3")
	copied(t, one, three)
	split(t, filepath.Join(three, "extracts"), "costs", "posting_id")
	split(t, filepath.Join(three, "extracts"), "cases", "case_id")
	if err := os.Rename(filepath.Join(three, "extracts", "population.parquet"), filepath.Join(three, "folk.parquet")); err != nil {
		t.Fatal(err)
	}

	first := publishes(t, runOf(one, []string{"OPDRIFT_ENGINE_THREADS=1"}))
	if len(first.files) < 10 {
		t.Fatalf("%d files are published, want every table", len(first.files))
	}
	danish := runOf(two, []string{"OPDRIFT_ENGINE_THREADS=2", "TZ=Pacific/Kiritimati", "LANG=da_DK.UTF-8", "LC_ALL=da_DK.UTF-8"})
	danish.Env = slices.DeleteFunc(danish.Env, func(e string) bool { return strings.HasPrefix(e, "HOME=") || strings.HasPrefix(e, "TMPDIR=") })
	publishes(t, danish).sameAs(t, first, "2 threads, another folder, time zone and language, no HOME")
	cut := runOf("3", []string{"OPDRIFT_ENGINE_THREADS=4", "OPDRIFT_EXTRACTS_FILES_POPULATION=folk.parquet"})
	cut.Dir = filepath.Dir(three)
	publishes(t, cut).sameAs(t, first, "4 threads, extracts split, shuffled and renamed")
	if !testing.Short() {
		for _, threads := range []string{"1", "2", "3", "4", "8"} {
			again := publishes(t, runOf(one, []string{"OPDRIFT_ENGINE_THREADS=" + threads}))
			again.sameAs(t, first, threads+" threads, again")
			if !again.Same {
				t.Errorf("the run again on %s threads does not know itself", threads)
			}
		}
	}
}

// split cuts an extract into two files of other names, with its rows in another
// order.
func split(t *testing.T, extracts, name, key string) {
	t.Helper()
	db, file, folder := engine(t), filepath.Join(extracts, name+".parquet"), filepath.Join(extracts, name)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for half, part := range []string{"z 2024.parquet", "a (new).parquet"} {
		to := filepath.Join(folder, part)
		copied(t, file, to)
		rewritten(t, db, to, "select * from old where hash("+key+") % 2 = "+string(rune('0'+half))+" order by hash("+key+") desc")
	}
	remove(t, file)
}

// TestOtherRun: whatever may change a result gives the run another name.
func TestOtherRun(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "village")
	village(t, dir)
	baseline := "name: mine\nlabel_da: Min\nlabel_en: Mine\ndescription: As the baseline.\nsource: This test.\nrule: none\n"
	write(t, filepath.Join(dir, "mine.yaml"), baseline)
	seen := map[string]string{}
	others := []struct{ what, scenario, args string }{
		{"the first", baseline, ""},
		{"another seed", baseline, "--seed 9"},
		{"another scenario in the same file", strings.Replace(baseline, "Mine", "Ours", 1), ""},
		{"another as-of date", baseline, "--as-of 2025-05-31"},
		{"another list of scenarios", baseline, "--scenario baseline"},
	}
	if testing.Short() {
		others = others[:4]
	}
	for _, other := range others {
		write(t, filepath.Join(dir, "mine.yaml"), other.scenario)
		args := strings.Fields(other.args)
		if !strings.Contains(other.args, "--scenario") {
			args = append(args, "--scenario", filepath.Join(dir, "mine.yaml"))
		}
		id := publishes(t, runOf(dir, nil, args...)).RunID
		if seen[id] != "" {
			t.Errorf("%s has the run id of %s: %s", other.what, seen[id], id)
		}
		seen[id] = other.what
	}
	if len(seen) != len(others) {
		t.Errorf("runs %q, want %d", slices.Sorted(maps.Values(seen)), len(others))
	}
}

// TestTablesThatNameFiles: tables name files and rows in them: a column too many,
// rows in quarantine. Where the project's folder stands does not matter to them;
// where a file is called otherwise, the tables are others, and so is the run.
func TestTablesThatNameFiles(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "village")
	village(t, dir)
	write(t, filepath.Join(dir, "opdrift.yaml"), "name: Town\nfreshness: {max_days: off}\nreconciliation: {limit: off}\nquality: {max_share_rows: 0.1, max_share_amount: 0.1}\n")
	cases := filepath.Join(dir, "extracts", "cases.parquet")
	rewritten(t, engine(t), cases, "select *, 'x' as note from (select * replace (case when case_id = (select min(case_id) from old) then 'year' else unit end as unit) from old)")
	there := runOf(".", nil)
	there.Dir = dir
	first := publishes(t, there)
	again := publishes(t, runOf(dir, nil))
	again.sameAs(t, first, "the folder named otherwise")
	if !again.Same {
		t.Error("the run again does not know itself")
	}
	if err := os.Rename(cases, filepath.Join(dir, "extracts", "sager.parquet")); err != nil {
		t.Fatal(err)
	}
	renamed := publishes(t, runOf(dir, []string{"OPDRIFT_EXTRACTS_FILES_CASES=extracts/sager.parquet"}))
	if renamed.RunID == first.RunID {
		t.Errorf("with a file of another name in its tables, the run is still %s", first.RunID)
	}
	opdrift(t, 0, "runs", "verify", "--all", "-q", "-p", dir)
	if found, _ := filepath.Glob(filepath.Join(dir, "out", "runs", "*.damaged-*")); len(found) > 0 {
		t.Errorf("%q: a sound run was taken for a damaged one", found)
	}
}
