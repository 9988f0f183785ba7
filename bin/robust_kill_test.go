package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"opdrift/pipeline/publish"
)

// A watched run is a process whose log tells how far it is.
type watched struct {
	cmd   *exec.Cmd
	out   bytes.Buffer
	err   io.Reader
	lines *bufio.Scanner
	log   strings.Builder
}

func watch(t *testing.T, args ...string) *watched {
	t.Helper()
	w := &watched{cmd: command(nil, append([]string{"run"}, args...)...)}
	w.cmd.Stdout = &w.out
	var err error
	if w.err, err = w.cmd.StderrPipe(); err != nil {
		t.Fatal(err)
	}
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	w.lines = bufio.NewScanner(w.err)
	return w
}

// next waits until a stage is done and returns its name; empty at the end.
func (w *watched) next() string {
	for w.lines.Scan() {
		fmt.Fprintln(&w.log, w.lines.Text())
		if _, stage, ok := strings.Cut(w.lines.Text(), `msg="stage done" stage=`); ok {
			return strings.Fields(stage)[0]
		}
	}
	return ""
}

// until waits until the named stage is done; the empty name is the start.
func (w *watched) until(stage string) {
	for stage != "" {
		if done := w.next(); done == "" || done == stage {
			return
		}
	}
}

// end waits for the process and returns its exit status, -1 for one that was killed.
func (w *watched) end() int {
	for w.next() != "" {
	}
	_ = w.cmd.Wait() // the exit status says it
	return w.cmd.ProcessState.ExitCode()
}

// A moment lies some time after a stage of a run is done. Named so, moments stay
// where they are when the machine is busy.
type moment struct {
	stage string
	after time.Duration
}

// moments spreads n moments evenly over the time that a whole run takes.
func moments(t *testing.T, dir string, n int) []moment {
	t.Helper()
	type mark struct {
		stage string
		at    time.Duration
	}
	start := time.Now()
	w := watch(t, "-p", dir)
	marks := []mark{{"", 0}}
	for stage := w.next(); stage != ""; stage = w.next() {
		marks = append(marks, mark{stage, time.Since(start)})
	}
	if code := w.end(); code != 0 {
		t.Fatalf("exit status %d:\n%s", code, &w.log)
	}
	whole := time.Since(start)
	var all []moment
	for i := range n {
		at := time.Duration(float64(whole) * (float64(i) + 0.5) / float64(n))
		last := marks[0]
		for _, m := range marks {
			if m.at <= at {
				last = m
			}
		}
		all = append(all, moment{last.stage, at - last.at})
	}
	return all
}

// TestKilledRun kills a run at moments from its start to its end. After each, the
// run that was the latest is there and whole, or the killed one is, if it was at its
// end; and the next run works and leaves nothing of the killed one.
func TestKilledRun(t *testing.T) {
	t.Parallel()
	const kills = 20
	nextRun := 1 // a whole run after each so many kills
	dir := filepath.Join(t.TempDir(), "town")
	if testing.Short() {
		nextRun = 5
		village(t, dir)
	} else {
		town(t, dir, 2000, 6)
	}
	out, db, found := filepath.Join(dir, "out"), engine(t), map[string]int{}
	for i, m := range moments(t, dir, kills) {
		old := tree(t, filepath.Join(out, "latest")+"/")
		seed := fmt.Sprint(100 + i)
		w := watch(t, "-p", dir, "--seed", seed)
		w.until(m.stage)
		time.Sleep(m.after)
		if err := w.cmd.Process.Kill(); err != nil && err != os.ErrProcessDone {
			t.Fatal(err)
		}
		if code := w.end(); code > 0 {
			t.Fatalf("kill %d: the run ended by itself with %d:\n%s", i, code, &w.log)
		}
		leftBehind(t, out, found)
		if manifest := whole(t, db, dir); fmt.Sprint(manifest.Seed) != seed {
			if changed := differences(old, tree(t, filepath.Join(out, "latest")+"/")); len(changed) > 0 {
				t.Errorf("kill %d, %v after %q: %q changed in the latest run", i, m.after, m.stage, changed)
			}
		}
		if (i+1)%nextRun == 0 {
			opdrift(t, 0, "run", "-q", "--log-level", "error", "-p", dir)
			tidy(t, out)
			whole(t, db, dir)
		}
		if t.Failed() {
			t.Fatalf("kill %d, %v after %q", i, m.after, m.stage)
		}
	}
	opdrift(t, 0, "runs", "verify", "--all", "-q", "-p", dir)
	t.Logf("what %d kills left behind: %v", kills, found)
	if found[".opdrift-spill-"] == 0 || found[".staging-"] == 0 {
		t.Errorf("kills left %v: want some to hit a run that computes, and one that writes", found)
	}
}

// leftBehind counts what a killed run left in an output folder, by kind.
func leftBehind(t *testing.T, out string, found map[string]int) {
	t.Helper()
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		for _, kind := range []string{".opdrift-spill-", ".staging-", ".latest-", ".aside-"} {
			if strings.HasPrefix(e.Name(), kind) {
				found[kind]++
			}
		}
	}
}

// whole reads every table of the latest run, wants the rows that its manifest says,
// and verifies its hashes. A torn last line of the audit chain is what a kill may leave.
func whole(t *testing.T, db *sql.DB, dir string) publish.Manifest {
	t.Helper()
	manifest, _, err := publish.Show(filepath.Join(dir, "out"), "latest")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range manifest.Outputs {
		var rows int64
		var values any // of every column: a count alone reads the footer
		from := quoted(filepath.Join(dir, "out", "latest", o.Path))
		if err := db.QueryRow("select count(*), bit_xor(hash(t)) from read_parquet("+from+") as t").Scan(&rows, &values); err != nil || rows != o.Rows {
			t.Errorf("%s: %d rows, %v; the manifest says %d", o.Path, rows, err, o.Rows)
		}
	}
	problems, err := publish.VerifyRun(filepath.Join(dir, "out"), "latest") // is what "runs verify" says
	if err != nil {
		t.Error(err)
	}
	for _, p := range problems {
		if !strings.Contains(p.Text, "is torn") {
			t.Errorf("the latest run is not whole: %s", p)
		}
	}
	return manifest
}

// TestInterruptedRun: a run that is told to stop does so soon, with the exit status
// of the signal, and takes away what it has begun.
func TestInterruptedRun(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "village")
	village(t, dir)
	opdrift(t, 0, "run", "-q", "--log-level", "error", "-p", dir)
	out := filepath.Join(dir, "out")
	before := tree(t, out)
	stages := []string{"extract", "panel"}
	if !testing.Short() {
		stages = []string{"extract", "check", "panel", "forecast", "pressure", "citizens"}
	}
	for _, stage := range stages {
		for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
			w := watch(t, "-p", dir, "--seed", "9")
			w.until(stage)
			if err := w.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if code := w.end(); code != want {
				t.Errorf("%v after %s: exit status %d, want %d:\n%s", signal, stage, code, want, &w.log)
			}
			if w.out.Len() > 0 || !strings.Contains(w.log.String(), "interrupted; what was published before is as it was") {
				t.Errorf("%v after %s: stdout %q, stderr:\n%s", signal, stage, &w.out, &w.log)
			}
			tidy(t, out)
			if changed := differences(before, tree(t, out)); len(changed) > 0 {
				t.Errorf("%v after %s changed %q", signal, stage, changed)
			}
		}
	}
	opdrift(t, 0, "runs", "verify", "-q", "-p", dir)
}

// TestTwoRuns: of two runs at once the second is told who holds the lock, or waits
// for it.
func TestTwoRuns(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "town")
	town(t, dir, 200, 6)
	first := watch(t, "-p", dir)
	first.until("extract")
	waiting := watch(t, "-p", dir, "--seed", "9", "--lock-wait", "5m")
	refused := opdrift(t, 75, "run", "-q", "-p", dir)
	for _, want := range []string{"locked by another run", fmt.Sprintf("process %d ", first.cmd.Process.Pid), "opdrift run", "since 20", "--lock-wait"} {
		if !strings.Contains(refused.stderr, want) {
			t.Errorf("the second run does not say %q:\n%s", want, refused.stderr)
		}
	}
	for _, w := range []*watched{first, waiting} {
		if code := w.end(); code != 0 {
			t.Errorf("exit status %d:\n%s", code, &w.log)
		}
	}
	tidy(t, filepath.Join(dir, "out"))
	if e := opdrift(t, 0, "runs", "verify", "--all", "-o", "csv", "-p", dir); strings.Count(e.stdout, ",intact,") != 2 {
		t.Errorf("want two runs, both whole:\n%s", e.stdout)
	}
}
