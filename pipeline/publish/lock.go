package publish

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/gofrs/flock"
)

// A Holder says who holds the lock, for the one who finds it held.
type Holder struct {
	PID     int    `json:"pid"`
	Host    string `json:"host"`
	Command string `json:"command"`
	Since   string `json:"since"` // RFC 3339
}

// A LockedError reports that somebody else is writing. It unwraps to [ErrLocked].
type LockedError struct {
	Root   string
	Holder Holder // zero when it could not be read
}

func (e *LockedError) Error() string {
	who := "an unknown process"
	if e.Holder.PID != 0 {
		who = fmt.Sprintf("process %d on %s (%s) since %s", e.Holder.PID, e.Holder.Host, e.Holder.Command, e.Holder.Since)
	}
	return fmt.Sprintf("%s is %v: %s; try again later or wait with --lock-wait", e.Root, ErrLocked, who)
}

func (e *LockedError) Unwrap() error { return ErrLocked }

// Options of [Acquire].
type Options struct {
	PublicGroup string // group that may read public/; empty for none
	SpillFolder string // parent of the spill folder; empty for the output folder
}

// A Writer holds the lock of an output folder. Only one exists at a time, over
// all processes of one machine.
type Writer struct {
	root  string
	lock  *flock.Flock
	group group
	spill string // parent of spill folders

	// Recovered says in sentences what was found and put in order at the start.
	Recovered []string

	staging *Staging // being written, or nil
	spilled string   // the spill folder in use, or empty
}

// retry is how often a waiting Acquire looks again.
const retry = 100 * time.Millisecond

// Acquire makes the output folder if it is missing, takes its lock and sweeps
// what killed runs left behind. It tries once and then waits until ctx is done;
// for no wait at all give a context that is already past its deadline. A lock
// still held at the deadline is a [LockedError].
func Acquire(ctx context.Context, root string, h Holder, o Options) (*Writer, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	if err := makeRoot(root); err != nil {
		return nil, err
	}
	w := &Writer{root: root, spill: root}
	if w.group, err = findGroup(o.PublicGroup); err != nil {
		return nil, err
	}
	if o.SpillFolder != "" {
		if w.spill, err = filepath.Abs(o.SpillFolder); err != nil {
			return nil, err
		}
	}
	if w.lock, err = takeLock(ctx, root); err != nil {
		return nil, err
	}
	if err := w.prepare(h); err != nil {
		return nil, errors.Join(err, w.lock.Unlock())
	}
	return w, nil
}

// prepare does the work of Acquire that needs the lock.
func (w *Writer) prepare(h Holder) error {
	line, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if err := os.WriteFile(w.lock.Path(), append(line, '\n'), privateFile); err != nil {
		return fmt.Errorf("naming the holder in %s: %w", w.lock.Path(), err)
	}
	if err := w.makeRuns(); err != nil {
		return err
	}
	if err := checkLatest(w.root); err != nil {
		return err
	}
	return w.sweep()
}

// Close removes what was not committed, and gives the lock back.
func (w *Writer) Close() error {
	var errs []error
	if w.staging != nil {
		errs = append(errs, w.staging.Abandon())
	}
	if w.spilled != "" {
		errs = append(errs, os.RemoveAll(w.spilled))
	}
	errs = append(errs, os.Truncate(w.lock.Path(), 0), w.lock.Unlock())
	return errors.Join(errs...)
}

// takeLock takes the flock of an output folder.
func takeLock(ctx context.Context, root string) (*flock.Flock, error) {
	path := filepath.Join(root, lockName)
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is not a plain file: want the lock file; move it away", path)
	}
	lock := flock.New(path, flock.SetFlag(os.O_CREATE|os.O_RDWR), flock.SetPermissions(privateFile))
	locked, err := lock.TryLock()
	if err == nil && !locked {
		locked, err = lock.TryLockContext(ctx, retry)
	}
	switch {
	case locked:
		return lock, nil
	case err == nil, errors.Is(err, context.DeadlineExceeded):
		return nil, &LockedError{Root: root, Holder: readHolder(path)}
	case errors.Is(err, context.Canceled):
		return nil, fmt.Errorf("waiting for the lock of %s: %w", root, err)
	}
	return nil, explain(root, err)
}

// readHolder returns the holder that the lock file names, or none: the holder
// may be in the middle of writing it.
func readHolder(path string) Holder {
	var h Holder
	data, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(data, &h) != nil {
		return Holder{}
	}
	return h
}

// makeRoot makes the output folder. One that exists keeps its modes: it may be
// the user's own, and what it holds is private by itself.
func makeRoot(root string) error {
	info, err := os.Stat(root)
	switch {
	case err == nil && !info.IsDir():
		return &FolderError{fmt.Errorf("output folder %s is a file: want a folder, or a name that is free; see publish.folder", root)}
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return explain(root, err)
	}
	if link, _ := exists(root); link {
		return &FolderError{fmt.Errorf("output folder %s is a link that leads nowhere: make the folder it points to, or remove the link", root)}
	}
	if err := os.MkdirAll(root, privateDir); err != nil {
		return explain(root, err)
	}
	return os.Chmod(root, privateDir)
}

// makeRuns makes runs/ and lets the group pass through it.
func (w *Writer) makeRuns() error {
	runs := filepath.Join(w.root, runsName)
	if err := os.Mkdir(runs, privateDir); err != nil && !errors.Is(err, fs.ErrExist) {
		return explain(w.root, err)
	}
	if info, err := os.Stat(runs); err != nil || !info.IsDir() {
		return fmt.Errorf("%s is not a folder: want the folder of published runs; move it away", runs)
	}
	if err := w.group.share(runs, true); err != nil {
		return fmt.Errorf("%s: %w", runs, err)
	}
	if w.group == nobody {
		return nil
	}
	if err := w.group.share(w.root, true); err != nil {
		return fmt.Errorf("%s: %w", w.root, err)
	}
	return nil
}

// explain says what to do about an output folder that cannot be written.
func explain(root string, err error) error {
	switch {
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return &FolderError{fmt.Errorf("output folder %s cannot be written: %w: want a folder of the program's own user; see publish.folder", root, err)}
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("output folder %s is full: %w: make room and run again; published runs are untouched ('opdrift runs prune' removes old ones)", root, err)
	case errors.Is(err, syscall.ENOTDIR):
		return &FolderError{fmt.Errorf("output folder %s: %w: a file stands where a folder is wanted; see publish.folder", root, err)}
	}
	return fmt.Errorf("output folder %s: %w", root, err)
}
