//go:build unix

package main

import (
	"runtime"
	"syscall"
)

// private makes every file that the process and its engine write readable by
// nobody else, until publish says otherwise.
func private() { syscall.Umask(0o077) }

// peakMemory is the most memory the process has had, in bytes.
func peakMemory() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(usage.Maxrss) // bytes there, kilobytes elsewhere
	}
	return int64(usage.Maxrss) * 1024
}
