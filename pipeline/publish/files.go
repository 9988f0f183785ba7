package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	privateFile = 0o600
	privateDir  = 0o700
	groupFile   = 0o640
	groupDir    = 0o750
)

// A group is who may read public/ and its parents. gid -1 is nobody.
type group struct{ gid int }

var nobody = group{-1}

// findGroup looks a group up by name or number. An empty name is nobody.
func findGroup(name string) (group, error) {
	if name == "" {
		return nobody, nil
	}
	g, err := user.LookupGroup(name)
	if err != nil {
		if _, numeric := strconv.Atoi(name); numeric != nil {
			return nobody, fmt.Errorf("publish.public_group %q: %w: want a group of this machine", name, err)
		}
		g = &user.Group{Gid: name}
	}
	gid, err := strconv.Atoi(g.Gid)
	if err != nil || gid < 0 {
		return nobody, fmt.Errorf("publish.public_group %q: its number is %q: want a whole number", name, g.Gid)
	}
	return group{gid}, nil
}

// share gives the group read access to a file or folder, or takes away
// everybody's when there is no group. It sets modes outright: the umask of the
// process, and of the engine that wrote the file, do not matter.
func (g group) share(path string, dir bool) error {
	mode := fs.FileMode(privateFile)
	switch {
	case g.gid >= 0 && dir:
		mode = groupDir
	case g.gid >= 0:
		mode = groupFile
	case dir:
		mode = privateDir
	}
	if g.gid >= 0 {
		if err := os.Chown(path, -1, g.gid); err != nil {
			return fmt.Errorf("giving group %d read access: %w: want a group that the program's user is a member of", g.gid, err)
		}
	}
	return os.Chmod(path, mode)
}

// setModes sets the modes of a whole run folder: public/ and the folder itself
// for the group, everything else private.
func setModes(dir string, g group) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		who := nobody
		if rel == "." || rel == public || strings.HasPrefix(rel, public+string(filepath.Separator)) {
			who = g
		}
		return who.share(path, d.IsDir())
	})
}

// makeDir makes a private folder, which must not exist.
func makeDir(path string) error {
	if err := os.Mkdir(path, privateDir); err != nil {
		return err
	}
	return os.Chmod(path, privateDir)
}

// writeFile writes a private file and syncs it.
func writeFile(path string, data []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, privateFile)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncPath asks the disk to hold a file or folder before the next step.
func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// syncTree syncs a folder's files, then its folders from the innermost.
func syncTree(dir string) error {
	var dirs []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			dirs = append(dirs, path)
			return nil
		}
		return syncPath(path)
	})
	for i := len(dirs) - 1; i >= 0 && err == nil; i-- {
		err = syncPath(dirs[i])
	}
	return err
}

// hashFile returns a file's length and SHA-256.
func hashFile(path string) (int64, string, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	n, err := io.Copy(h, f)
	return n, hex.EncodeToString(h.Sum(nil)), err
}

func hashBytes(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// listFiles returns the files below dir as slash paths, in order. Links and
// devices are errors: a run holds plain files only.
func listFiles(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if !d.Type().IsRegular() {
			return fmt.Errorf("%s is not a plain file: want files and folders only", rel)
		}
		files = append(files, filepath.ToSlash(rel))
		return nil
	})
	return files, err
}

// exists reports whether a name is taken, by anything, a dangling link included.
func exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
