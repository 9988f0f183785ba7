package contract

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	yaml "go.yaml.in/yaml/v3"
)

// A Control is what the sender says an extract holds: a control file,
// NAME.control.json or NAME.control.yaml.
//
//	rows: 1866
//	sums: {amount: "-1204.50"}
//	files: {costs.parquet: 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef}
//
// files gives the SHA-256 of every file by its name, without folder; it must be
// there, since a changed bit need not change a sum. Sums are of columns of whole
// numbers or decimals; nulls count nothing.
type Control struct {
	Path  string
	Rows  *int64
	Sums  map[string]*big.Rat
	Files map[string]string // hex digits in lower case
}

// sumForm is a sum as it is written: no exponent, and a point.
var sumForm = regexp.MustCompile(`^-?[0-9]{1,40}(\.[0-9]{1,20})?$`)

// ReadControl finds and reads the control file of an extract beside its files: in
// their folder, or in the one above when that is named for the extract. It is nil
// where the sender supplies none.
func ReadControl(name string, paths []string) (*Control, error) {
	var found []string
	for _, folder := range controlFolders(name, paths) {
		for _, ending := range []string{".json", ".yaml"} {
			path := filepath.Join(folder, name+".control"+ending)
			if _, err := os.Stat(path); err == nil {
				found = append(found, path)
			} else if !errors.Is(err, fs.ErrNotExist) {
				return nil, systemError(path, err)
			}
		}
	}
	switch len(found) {
	case 0:
		return nil, nil
	case 1:
		return readControl(found[0])
	}
	return nil, fmt.Errorf("extract %s has several control files, %s: keep one", name, strings.Join(found, " and "))
}

func controlFolders(name string, paths []string) []string {
	folders := map[string]bool{}
	for _, p := range paths {
		dir := filepath.Dir(p)
		folders[dir] = true
		if filepath.Base(dir) == name {
			folders[filepath.Dir(dir)] = true
		}
	}
	return slices.Sorted(maps.Keys(folders))
}

func readControl(path string) (*Control, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, systemError(path, err)
	}
	var d struct {
		Rows  *int64               `yaml:"rows"`
		Sums  map[string]yaml.Node `yaml:"sums"`
		Files map[string]string    `yaml:"files"`
	}
	decode := yaml.NewDecoder(bytes.NewReader(data)) // JSON is YAML
	decode.KnownFields(true)
	if err := decode.Decode(&d); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: cannot be understood (%s): want rows, sums by column and files with their SHA-256", path, yamlReason(err))
	}
	c := &Control{Path: path, Rows: d.Rows, Sums: map[string]*big.Rat{}, Files: map[string]string{}}
	for _, column := range slices.Sorted(maps.Keys(d.Sums)) {
		text := d.Sums[column].Value
		sum, ok := new(big.Rat).SetString(text)
		if !ok || !sumForm.MatchString(text) {
			return nil, fmt.Errorf("%s: the sum of %s is %q: want a number such as -1204.50", path, column, text)
		}
		c.Sums[column] = sum
	}
	for _, file := range slices.Sorted(maps.Keys(d.Files)) {
		sha := strings.ToLower(d.Files[file])
		if b, err := hex.DecodeString(sha); err != nil || len(b) != 32 {
			return nil, fmt.Errorf("%s: the SHA-256 of %s is %q: want 64 hex digits", path, file, d.Files[file])
		}
		c.Files[file] = sha
	}
	if len(c.Files) == 0 {
		return nil, fmt.Errorf("%s: has no files: want the SHA-256 of each, as sha256sum prints it; without them a changed bit may pass", path)
	}
	return c, nil
}

// goType is how the YAML reader names what it reads into, which no sender knows.
var goType = regexp.MustCompile(` (in type|into) .*$`)

// yamlReason is the first of a YAML reader's complaints.
func yamlReason(err error) string {
	text := err.Error()
	var many *yaml.TypeError
	if errors.As(err, &many) && len(many.Errors) > 0 {
		text = many.Errors[0]
	}
	text, _, _ = strings.Cut(text, "\n")
	return goType.ReplaceAllString(text, "")
}

// CheckBytes compares the files with the control file: which they are, and each
// one's SHA-256. It returns a sentence for each number that differs.
func (c *Control) CheckBytes(paths []string) ([]string, error) {
	var faults []string
	there := map[string]bool{}
	for _, p := range paths {
		name := filepath.Base(p)
		there[name] = true
		want, ok := c.Files[name]
		if !ok {
			faults = append(faults, fmt.Sprintf("%s: is not among the files of %s: want its SHA-256 there, or the file away", p, c.Path))
			continue
		}
		sum, err := fingerprint(p)
		if err != nil {
			return nil, err
		}
		if got := hex.EncodeToString(sum[:]); got != want {
			faults = append(faults, fmt.Sprintf("%s: its SHA-256 is %s: %s says %s; the file is not what was sent, copy it again", p, got, c.Path, want))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Files)) {
		if !there[name] {
			faults = append(faults, fmt.Sprintf("%s: names the file %s, which is not there: deliver it too", c.Path, name))
		}
	}
	return faults, nil
}

// CheckRows compares the number of rows, by the footers.
func (c *Control) CheckRows(files []File) []string {
	if got := Rows(files); c.Rows != nil && got != *c.Rows {
		return []string{fmt.Sprintf("%s: says %d rows, the files hold %d: deliver the extract again", c.Path, *c.Rows, got)}
	}
	return nil
}

// CheckSums compares exact sums by column, as the engine finds them.
func (c *Control) CheckSums(sums map[string]string) []string {
	var faults []string
	for _, column := range slices.Sorted(maps.Keys(c.Sums)) {
		text, ok := sums[column]
		got, number := new(big.Rat).SetString(text)
		switch {
		case !ok:
			faults = append(faults, fmt.Sprintf("%s: gives a sum of %s, which is no column of whole numbers or decimals in the extract: take it away", c.Path, column))
		case text != "" && !number: // the engine writes numbers
			panic("contract: a sum that is no number")
		case got == nil || text == "":
			got, text = new(big.Rat), "0"
			fallthrough
		default:
			if got.Cmp(c.Sums[column]) != 0 {
				faults = append(faults, fmt.Sprintf("%s: says %s is %s in all, the files hold %s: deliver the extract again", c.Path, column, plainSum(c.Sums[column]), text))
			}
		}
	}
	return faults
}

// plainSum writes a sum with the decimals that it has.
func plainSum(sum *big.Rat) string {
	decimals, _ := sum.FloatPrec()
	return sum.FloatString(decimals)
}
