package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/urfave/cli/v2"
)

// project makes a project with one small extract and returns its folder.
func project(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := copyTo(england()+"/extracts", filepath.Join(dir, "extracts")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "opdrift.yaml"), []byte("name: Test\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// long is a question that takes longer than any test waits.
const long = "select count(*) from range(1000000000000) a where a.range % 7 = 3"

// TestInterrupted: the signal that ends a command is its exit status, and a
// question stops soon after it.
func TestInterrupted(t *testing.T) {
	dir := project(t)
	for signal, want := range map[syscall.Signal]int{syscall.SIGINT: 130, syscall.SIGTERM: 143} {
		ctx, cancel := context.WithCancelCause(context.Background())
		time.AfterFunc(200*time.Millisecond, func() { cancel(signalError{signal}) })
		var out, errs bytes.Buffer
		if got := run(ctx, []string{"opdrift", "query", "-q", "-p", dir, long}, nil, &out, &errs, nil, time.Now); got != want {
			t.Errorf("%v: exit status %d, want %d: %s", signal, got, want, &errs)
		}
		if !strings.Contains(errs.String(), "interrupted") || out.Len() > 0 {
			t.Errorf("%v: stdout %q, stderr %q", signal, &out, &errs)
		}
	}
}

// TestSignal is the same with a process and a real signal.
func TestSignal(t *testing.T) {
	cmd := exec.Command(os.Args[0], "query", "-p", project(t), long)
	cmd.Args[0] = "opdrift" // TestMain looks at it
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	for lines.Scan() && !strings.Contains(lines.Text(), "no run is published yet") {
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	rest, _ := io.ReadAll(stderr)
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 143 {
		t.Errorf("%v, want exit status 143: %s", err, rest)
	}
}

// TestPanic: a fault in the program is status 1 and shows functions, but nothing
// that a panic's value may hold.
func TestPanic(t *testing.T) {
	var out, errs bytes.Buffer
	calls := 0
	now := func() time.Time {
		if calls++; calls == 1 { // bin asks for the day first
			return time.Date(2025, time.June, 30, 0, 0, 0, 0, time.UTC)
		}
		panic("010190-1234")
	}
	got := run(context.Background(), []string{"opdrift", "validate", "-p", project(t)}, nil, &out, &errs, nil, now)
	text := errs.String()
	if got != 1 || strings.Contains(text, "010190") || !strings.Contains(text, "Please report it") || !strings.Contains(text, "pipeline.Validate line ") {
		t.Errorf("exit status %d, stderr %s", got, text)
	}
}

// TestBrokenPipe: a reader that has seen enough is no error.
func TestBrokenPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	r.Close()
	for _, format := range []string{"csv", "json", "table", "parquet", "arrow"} {
		var errs bytes.Buffer
		args := []string{"opdrift", "query", "--log-level", "error", "-p", project(t), "from range(100000)", "-o", format}
		if got := run(context.Background(), args, nil, w, &errs, nil, time.Now); got != 0 || errs.Len() > 0 {
			t.Errorf("%s: exit status %d, stderr %q, want 0 and nothing", format, got, &errs)
		}
	}
}

// TestEnvironmentIsAnArgument: what the process's environment says does not count,
// only what run was given.
func TestEnvironmentIsAnArgument(t *testing.T) {
	t.Setenv("OPDRIFT_HORIZON", "9")
	var out, errs bytes.Buffer
	got := run(context.Background(), []string{"opdrift", "config", "-p", project(t), "-o", "csv"}, nil, &out, &errs, []string{"OPDRIFT_HORIZON=7"}, time.Now)
	if got != 0 || !strings.Contains(out.String(), "\nhorizon,OPDRIFT_HORIZON,7,") {
		t.Errorf("exit status %d, stderr %s, stdout %.300s", got, &errs, &out)
	}
}

// TestEveryCommandHasItsHelp: examples first, a sentence, and the flags that every
// command has.
func TestEveryCommandHasItsHelp(t *testing.T) {
	p := &program{stdout: io.Discard, stderr: io.Discard, now: time.Now}
	walk(root(p.app()), "opdrift", func(path string, _ *cli.Command) {
		var out, errs bytes.Buffer
		args := append(strings.Fields(path), "--help")
		if got := run(context.Background(), args, nil, &out, &errs, nil, time.Now); got != 0 {
			t.Errorf("%s --help: exit status %d: %s", path, got, &errs)
		}
		if text := out.String(); !strings.HasPrefix(text, "  ") || !strings.Contains(text, "\n"+path) {
			t.Errorf("%s --help does not begin with examples:\n%s", path, text)
		}
	})
}
