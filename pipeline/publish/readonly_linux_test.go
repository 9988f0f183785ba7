package publish

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// TestReadOnly takes away the right to write. Root may write anywhere, so for
// root a thread takes another user's rights to files; the thread ends with the
// goroutine.
func TestReadOnly(t *testing.T) {
	root := published(t)
	if err := os.Chmod(root, 0o555); err != nil {
		t.Fatal(err)
	}
	fails := make(chan error)
	go func() {
		runtime.LockOSThread()
		if os.Getuid() == 0 {
			const other = 65534
			if _, err := unix.SetfsuidRetUid(other); err != nil {
				fails <- err
				return
			}
		}
		_, fresh := Acquire(now(), filepath.Join(root, "sub"), holder, Options{})
		_, again := Acquire(now(), root, holder, Options{})
		fails <- errors.Join(fresh, again)
	}()
	err := <-fails
	if err == nil || strings.Count(err.Error(), "cannot be written") != 2 {
		t.Errorf("error %v, want 'cannot be written' twice", err)
	}
	if err := os.Chmod(root, 0o700); err != nil {
		t.Fatal(err)
	}
	intact(t, root, idA)
}
