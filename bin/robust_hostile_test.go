package main

import (
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// A test that wants a disk that fills up calls the test binary with the largest
// size of a file: writing more fails as on a full disk.
func init() {
	limit, err := strconv.ParseUint(os.Getenv("ROBUST_FILE_SIZE"), 10, 64)
	if err != nil {
		return
	}
	signal.Ignore(syscall.SIGXFSZ)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		panic(err)
	}
}

// TestFullDisk: wherever the disk fills up, the run says so, and what was published
// stays.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "village")
	village(t, dir)
	opdrift(t, 0, "run", "-q", "--log-level", "error", "-p", dir)
	out := filepath.Join(dir, "out")
	before := tree(t, out)
	limits := map[string]string{"0": "", "8000": "make room and run again"}
	if !testing.Short() {
		limits["100"] = "make room and run again"
	}
	for limit, want := range limits {
		e := end(t, command([]string{"ROBUST_FILE_SIZE=" + limit}, "run", "-q", "--log-level", "error", "-p", dir, "--seed", "9"))
		if e.code != 1 || !strings.Contains(strings.ToLower(e.stderr), "file too large") || !strings.Contains(e.stderr, out) || !strings.Contains(e.stderr, want) {
			t.Errorf("files of at most %s bytes: exit status %d, want 1, the folder, the reason and %q:\n%s", limit, e.code, want, e.stderr)
		}
		tidy(t, out)
		if changed := differences(before, tree(t, out)); len(changed) > 0 {
			t.Errorf("files of at most %s bytes: %q changed", limit, changed)
		}
	}
	opdrift(t, 0, "run", "-q", "--log-level", "error", "-p", dir, "--seed", "9")
	opdrift(t, 0, "runs", "verify", "-q", "-p", dir)
}

// TestOutputElsewhere: a project may be read-only, and the output folder may be
// impossible.
func TestOutputElsewhere(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "village")
	village(t, dir)
	before := tree(t, dir)
	for _, folder := range []string{dir, filepath.Join(dir, "extracts")} {
		if err := os.Chmod(folder, 0o500); err != nil { // root writes all the same: see the trees
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(folder, 0o700) })
	}
	out := filepath.Join(t.TempDir(), "tables", "2025")
	finished(t, 0, command([]string{"OPDRIFT_PUBLISH_FOLDER=" + out}, "run", "-q", "--log-level", "error", "-p", dir))
	finished(t, 0, command([]string{"OPDRIFT_PUBLISH_FOLDER=" + out}, "runs", "verify", "-q", "-p", dir))
	finished(t, 0, command([]string{"OPDRIFT_PUBLISH_FOLDER=" + out}, "query", "-q", "-p", dir, "select count(*) from panel"))
	tidy(t, out)
	if changed := differences(before, tree(t, dir)); len(changed) > 0 {
		t.Errorf("%q changed in the project, which nothing should be written to", changed)
	}

	file := filepath.Join(t.TempDir(), "a file")
	write(t, file, "precious")
	for folder, want := range map[string]string{file: "is a file: want a folder", filepath.Join(file, "below"): "a file stands where a folder is wanted"} {
		e := end(t, command([]string{"OPDRIFT_PUBLISH_FOLDER=" + folder}, "run", "-q", "--log-level", "error", "-p", dir))
		if e.code != 2 || !strings.Contains(e.stderr, want) || !strings.Contains(e.stderr, "publish.folder") {
			t.Errorf("%s: exit status %d, want 2 and %q:\n%s", folder, e.code, want, e.stderr)
		}
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "precious" {
		t.Errorf("the file that stood in the way: %q, %v", text, err)
	}
}

// TestManyFaults: a configuration with many faults is told of all of them at once.
func TestManyFaults(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "opdrift.yaml"), `name: ""
language: tysk
fiscal_year_start: 13
horizon: .inf
seed: -1
draws: 1e99
as_of: 2024-02-30
scenarios: []
extrakts: {folder: x}
quality: {max_share_rows: .nan}
engine: {threads: many, memory_limit: "-4GB"}
citizens: {replicates: 99999999999999999999}
`)
	for _, command := range []string{"run", "validate", "config"} {
		e := opdrift(t, 2, command, "-p", dir)
		for line, setting := range []string{"name", "language", "fiscal_year_start", "horizon", "seed", "draws", "as_of", "scenarios", "extrakts", "quality.max_share_rows", "engine.threads", "citizens.replicates"} {
			if want := "opdrift.yaml:" + strconv.Itoa(line+1) + ": "; !strings.Contains(e.stderr, want) || !strings.Contains(e.stderr, setting) {
				t.Errorf("%s does not say what is wrong with %s in line %d:\n%s", command, setting, line+1, e.stderr)
			}
		}
		if !strings.Contains(e.stderr, "engine.memory_limit") {
			t.Errorf("%s stops at the first fault of a line:\n%s", command, e.stderr)
		}
	}
	if left := tree(t, dir); len(left) != 1 {
		t.Errorf("%d files, want the configuration alone", len(left))
	}
}

// TestNoExtracts: without extracts the error says which are missing and where they
// should be.
func TestNoExtracts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "opdrift.yaml"), "name: Town\n")
	missing := func(what string, want ...string) {
		t.Helper()
		for _, command := range []string{"run", "validate"} {
			e := opdrift(t, 5, command, "-q", "-p", dir)
			for _, w := range want {
				if !strings.Contains(e.stderr, w) {
					t.Errorf("%s, %s: the error does not say %q:\n%s", what, command, w, e.stderr)
				}
			}
		}
	}
	missing("no folder", "services, costs, cases", filepath.Join(dir, "extracts"), "extracts.files")
	if err := os.Mkdir(filepath.Join(dir, "extracts"), 0o700); err != nil {
		t.Fatal(err)
	}
	missing("an empty folder", "services, costs, cases", filepath.Join(dir, "extracts"))
	if err := os.Symlink("gone", filepath.Join(dir, "extracts", "budget.parquet")); err != nil {
		t.Fatal(err)
	}
	missing("a link to nowhere", "budget.parquet", "leads nowhere")
	if os.Getuid() == 0 {
		return // whom no file is closed to
	}
	file := filepath.Join(dir, "extracts", "costs.parquet")
	write(t, file, "PAR1")
	if err := os.Chmod(file, 0); err != nil {
		t.Fatal(err)
	}
	if e := opdrift(t, 3, "run", "-q", "-p", dir); !strings.Contains(e.stderr, "read access") {
		t.Errorf("a closed file:\n%s", e.stderr)
	}
}

// TestHostileNames runs a project whose folders and files have names that mean
// something to a shell, to a pattern, to SQL, or to a command line.
func TestHostileNames(t *testing.T) {
	t.Parallel()
	names := []string{"with  space", `quote's "x" ` + "`y`", "æøå ΑΩ 🙂", "new\nline\ttab", "glob*[a-z]?{b,c}", "$HOME;%20&|#", "back\\slash", "\x1b[31mred", "-p"}
	village0 := filepath.Join(t.TempDir(), "village")
	village(t, village0)
	plain := publishes(t, runOf(village0, nil))
	split(t, filepath.Join(village0, "extracts"), "costs", "posting_id")
	costs := filepath.Join(village0, "extracts", "costs")
	for from, to := range map[string]string{"z 2024.parquet": "-o it's \"new\"\n[ab]*.parquet", "a (new).parquet": "-o it's \"new\"\na.parquet"} { // the one is a pattern for the other
		if err := os.Rename(filepath.Join(costs, from), filepath.Join(costs, to)); err != nil {
			t.Fatal(err)
		}
	}

	parent := filepath.Join(append([]string{t.TempDir()}, names[:len(names)-1]...)...)
	if err := os.MkdirAll(parent, 0o700); err != nil {
		t.Fatal(err)
	}
	dashed := filepath.Join(parent, "-p")
	copied(t, village0, dashed)
	remove(t, filepath.Join(dashed, "out"))
	cmd := runOf("-p", nil)
	cmd.Dir = parent
	publishes(t, cmd).sameAs(t, plain, "odd names")
	for _, args := range [][]string{{"validate", "-q"}, {"runs", "verify"}, {"runs", "list", "-o", "csv"}, {"query", "-q", "select count(*) from panel, raw_costs"}, {"run", "--dry-run", "-q"}} {
		finished(t, 0, command(nil, append(args, "-p", dashed)...))
	}
	terminal := opdrift(t, 0, "run", "-q", "-p", dashed)
	if strings.Contains(terminal.stdout, "\x1b[31m") {
		t.Errorf("a folder's name commands the terminal: %q", terminal.stdout)
	}

	long := t.TempDir()
	for len(long) < 3300 { // of 4096 that Linux allows
		long = filepath.Join(long, strings.Repeat("æ", 100))
	}
	if err := os.MkdirAll(long, 0o700); err != nil {
		t.Fatal(err)
	}
	copied(t, village0, filepath.Join(long, "town"))
	remove(t, filepath.Join(long, "town", "out"))
	publishes(t, runOf(filepath.Join(long, "town"), nil)).sameAs(t, plain, "a long path")
}

// TestClosedStdout: a result that cannot be printed does not undo what is published.
func TestClosedStdout(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "village")
	village(t, dir)
	script := `exec "$0" "$@" >&-`
	cmd := exec.Command("sh", "-c", script, link(t), "run", "-q", "--log-level", "error", "-p", dir)
	cmd.Env = command(nil).Env
	finished(t, 0, cmd)
	opdrift(t, 0, "runs", "verify", "-q", "-p", dir)
	tidy(t, filepath.Join(dir, "out"))

	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	for _, format := range []string{"table", "csv", "json", "parquet"} {
		cmd := command(nil, "runs", "list", "-p", dir, "-o", format)
		cmd.Stdout = full
		if e := finished(t, 1, cmd); !strings.Contains(e.stderr, "no space left") {
			t.Errorf("%s to a full disk:\n%s", format, e.stderr)
		}
	}
}

// link is the test binary under the program's name.
func link(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "opdrift")
	if err := os.Symlink(slices.Clone(os.Args)[0], path); err != nil {
		t.Fatal(err)
	}
	return path
}
