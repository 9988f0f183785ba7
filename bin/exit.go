package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"strings"
	"syscall"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
	"opdrift/pipeline/config"
	"opdrift/pipeline/publish"
	"opdrift/pipeline/store"
)

// usageError marks an error in the command line itself.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

func usagef(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// onUsageError must be set on each command: cli does not pass it down.
func onUsageError(_ *cli.Context, err error, _ bool) error { return usageError{err} }

// A damagedError reports that a published run is not what was published.
type damagedError struct{ error }

// statuses is the one table of errors with an exit status of their own. The
// first that fits counts.
var statuses = []struct {
	code int
	is   func(error) bool
}{
	{0, func(err error) bool { return errors.Is(err, syscall.EPIPE) }}, // the reader of stdout has what it wanted
	{2, isA[usageError]},
	{2, isA[*config.Fault]},
	{2, func(err error) bool { return errors.Is(err, config.ErrNoProject) }},
	{2, isA[*pipeline.ConfigError]},
	{2, isA[*pipeline.RequestError]},
	{2, isA[*publish.FolderError]},
	{2, isA[*store.StatementError]},
	{2, func(err error) bool { var e cli.ExitCoder; return errors.As(err, &e) }}, // cli's own: no help topic
	{3, isA[*pipeline.InputError]},
	{3, isA[*pipeline.DataError]},
	{4, isA[*pipeline.OutputError]},
	{4, isA[damagedError]},
	{5, isA[*pipeline.MissingError]},
	{99, isA[*pipeline.UnchangedError]},
	{75, func(err error) bool { return errors.Is(err, publish.ErrLocked) }},
}

func isA[T error](err error) bool {
	var e T
	return errors.As(err, &e)
}

// status is the exit status of an error; see the comment of the command.
func status(ctx context.Context, err error) int {
	if err == nil {
		return 0
	}
	var signal signalError
	if errors.As(context.Cause(ctx), &signal) {
		return 128 + int(signal.signal)
	}
	for _, s := range statuses {
		if s.is(err) {
			return s.code
		}
	}
	return 1
}

// report says on stderr what went wrong.
func (p *program) report(err error, code int) {
	if err == nil || code == 0 {
		return
	}
	text := err.Error()
	switch code {
	case 130, 143:
		text = "interrupted; what was published before is as it was"
	case 2:
		if !p.json && isA[usageError](err) {
			text += "\nRun '" + p.name + " --help' for usage."
		}
	}
	if code == 99 && p.json {
		p.logger(slog.LevelInfo).Info(text, "status", code)
		return
	}
	if p.json {
		p.logger(levelError).Error(text, "status", code)
		return
	}
	for i, line := range strings.Split(text, "\n") { // names of files and columns may hold anything
		if i == 0 {
			line = "opdrift: " + line
		}
		fmt.Fprintln(p.stderr, printable(line))
	}
}

// reportPanic says where the program broke. It shows functions and lines only: a
// panic's value and a function's arguments may hold data.
func (p *program) reportPanic(v any) {
	var what string
	if err, ok := v.(runtime.Error); ok {
		what = " (" + err.Error() + ")" // speaks of types and indices
	}
	fmt.Fprintf(p.stderr, `opdrift: a fault in the program itself%s; your files are not the cause and nothing half-written was published.
Please report it with these lines, which hold none of your data:
  %s, version %s, %s/%s
`, what, p.name, version, runtime.GOOS, runtime.GOARCH)
	writeFrames(p.stderr)
}

func writeFrames(w io.Writer) {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "opdrift/") || strings.HasPrefix(f.Function, "main.") {
			fmt.Fprintf(w, "  %s line %d\n", f.Function, f.Line)
		}
		if !more {
			return
		}
	}
}

// asMissing gives the error for a run that is not there its exit status.
func asMissing(err error) error {
	if errors.Is(err, publish.ErrNoRun) {
		return &pipeline.MissingError{What: err.Error()}
	}
	return err
}
