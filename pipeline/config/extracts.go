package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// ExtractFiles lists the files of an extract, by name. Those that the
// configuration gives must exist; without any it tries FOLDER/NAME.parquet and
// FOLDER/NAME/*.parquet, and an extract with neither has no files and no error.
//
// A file reached twice, by two patterns or by a link, is an error: it would
// count twice. So is an extract with both a file and a folder of files, where
// nobody can say which is meant.
func (c Config) ExtractFiles(name string) ([]string, error) {
	var files []string
	var err error
	if patterns, ok := c.Extracts.Files[name]; ok {
		files, err = c.configured(name, patterns)
	} else {
		files, err = c.conventional(name)
	}
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	return files, refuseTwice(name, files)
}

// configured expands the patterns of extracts.files.NAME.
func (c Config) configured(name string, patterns []string) ([]string, error) {
	var files []string
	for _, p := range patterns {
		found, err := filepath.Glob(c.pattern(p))
		if err != nil {
			return nil, fmt.Errorf("extracts.files.%s: pattern %q: %w", name, p, err)
		}
		if _, err := os.Stat(c.Path(p)); len(found) == 0 && err == nil {
			found = []string{c.Path(p)} // a plain name that holds * or [
		}
		if len(found) == 0 {
			return nil, fmt.Errorf("extracts.files.%s: no file matches %q (looked at %s): %w", name, p, c.Path(p), fs.ErrNotExist)
		}
		files = append(files, found...)
	}
	return files, nil
}

// conventional finds an extract's files in the extract folder.
func (c Config) conventional(name string) ([]string, error) {
	folder := c.Path(c.Extracts.Folder)
	var files []string
	single := filepath.Join(folder, name+".parquet")
	_, err := os.Stat(single)
	if err == nil {
		files = append(files, single)
	} else if link, _ := os.Lstat(single); link != nil || !errors.Is(err, fs.ErrNotExist) {
		return nil, cannotFollow(name, single, err)
	}
	entries, err := os.ReadDir(filepath.Join(folder, name))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, cannotFollow(name, filepath.Join(folder, name), err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".parquet") && !strings.HasPrefix(e.Name(), ".") {
			files = append(files, filepath.Join(folder, name, e.Name()))
		}
	}
	if len(files) > 1 && files[0] == single {
		return nil, fmt.Errorf("extract %s has both %s and files in %s: keep one, or list them in extracts.files.%s",
			name, single, filepath.Join(folder, name), name)
	}
	return files, nil
}

// cannotFollow explains a name that is there and leads to no file. A link whose
// target is gone must not pass for an extract that the project does without.
func cannotFollow(name, path string, err error) error {
	if p := (*fs.PathError)(nil); errors.As(err, &p) {
		err = p.Err // the path stands in the sentence
	}
	switch {
	case errors.Is(err, syscall.ELOOP):
		return fmt.Errorf("extract %s: %s is a link that leads back to itself: want a Parquet file there, or a link to one: %w", name, path, err)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("extract %s: %s is a link that leads nowhere: want a Parquet file there, or a link to one: %w", name, path, err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("extract %s: %s may not be read: give the account that runs opdrift read access: %w", name, path, err)
	}
	return fmt.Errorf("extract %s: %s cannot be read: %w", name, path, err)
}

// pattern is Path for a glob pattern: what the project folder itself is called
// must not act as a pattern.
func (c Config) pattern(p string) string {
	if filepath.IsAbs(p) {
		return filepath.Clean(p)
	}
	dir := strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(filepath.Clean(c.Dir))
	return filepath.Join(dir, p)
}

// refuseTwice refuses two names of one file. It also refuses what is not a file.
func refuseTwice(name string, files []string) error {
	var seen []fs.FileInfo
	for i, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			return cannotFollow(name, f, err)
		}
		if !info.Mode().IsRegular() {
			return fmt.Errorf("extract %s: %s is not a file: want Parquet files; write %s/*.parquet for all in a folder", name, f, f)
		}
		for j, other := range seen {
			if os.SameFile(info, other) {
				return fmt.Errorf("extract %s: %s and %s are the same file and would count twice: name it once", name, files[j], files[i])
			}
		}
		seen = append(seen, info)
	}
	return nil
}
