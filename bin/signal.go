package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// A signalError is the cause of a context that a signal ended.
type signalError struct{ signal syscall.Signal }

func (e signalError) Error() string { return fmt.Sprintf("signal %s", e.signal) }

// interruptible returns a context that the first SIGINT or SIGTERM ends; a second
// one ends the process at once. A closed stdout becomes an error of writing
// instead of a signal, so that what a command has begun is put in order first.
func interruptible() (context.Context, func()) {
	signal.Ignore(syscall.SIGPIPE)
	ctx, cancel := context.WithCancelCause(context.Background())
	got := make(chan os.Signal, 1)
	signal.Notify(got, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		s, ok := <-got
		if !ok {
			return
		}
		signal.Stop(got)
		cancel(signalError{s.(syscall.Signal)})
	}()
	return ctx, func() {
		signal.Stop(got)
		cancel(nil)
	}
}
