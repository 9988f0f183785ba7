package pipeline

import (
	"errors"
	"fmt"
	"strings"

	"opdrift/pipeline/store"
)

// An InputError reports extracts that break their contract. Nothing has been
// published. bin gives it exit status 3.
type InputError struct{ Faults []string }

func (e *InputError) Error() string {
	return fmt.Sprintf("the input breaks its contract, nothing was published:\n  %s", strings.Join(e.Faults, "\n  "))
}

// A MissingError reports that what a run cannot do without is not there or is too
// old: exit status 5.
type MissingError struct{ What string }

func (e *MissingError) Error() string { return e.What }

// An OutputError reports that an output is not what it must be. Nothing has been
// published: exit status 4.
type OutputError struct{ Err error }

func (e *OutputError) Error() string {
	return "an output is wrong, nothing was published: " + e.Err.Error()
}

func (e *OutputError) Unwrap() error { return e.Err }

// A ConfigError reports a fault in what the configuration or a flag names: exit
// status 2.
type ConfigError struct{ Err error }

func (e *ConfigError) Error() string { return e.Err.Error() }

func (e *ConfigError) Unwrap() error { return e.Err }

// An UnchangedError reports that the run is published already and intact, and that
// nothing was computed: exit status 99.
type UnchangedError struct{ RunID string }

func (e *UnchangedError) Error() string {
	return fmt.Sprintf("nothing changed: run %s has the same inputs, configuration, version, scenarios and as-of date, and is intact; nothing was computed", e.RunID)
}

// bare takes away the stage that an UnchangedError came up in: it is no fault.
func bare(err error) error {
	var same *UnchangedError
	if errors.As(err, &same) {
		return same
	}
	return err
}

// room says what to do where the engine could not write, be it an output or its tables.
func room(err error) error {
	if store.NoRoom(err) {
		return fmt.Errorf("%w; nothing was published: make room and run again ('opdrift runs prune' removes old runs)", err)
	}
	return err
}

// inputErrors collects faults and is nil without any.
type inputErrors []string

func (f *inputErrors) add(format string, args ...any) { *f = append(*f, fmt.Sprintf(format, args...)) }

func (f inputErrors) err() error {
	if len(f) == 0 {
		return nil
	}
	return &InputError{Faults: f}
}

// joined splits an errors.Join into its parts.
func joined(err error) []error {
	var many interface{ Unwrap() []error }
	if errors.As(err, &many) {
		return many.Unwrap()
	}
	return []error{err}
}
