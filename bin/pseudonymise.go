package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/urfave/cli/v2"

	"opdrift/pipeline"
	"opdrift/pipeline/store"
)

// Where the key is, if --key-file does not say. The key itself is never a flag or a
// variable: others on the machine can read those.
const (
	keyFileEnv    = "OPDRIFT_PSEUDONYM_KEY_FILE"
	credential    = "opdrift-key" // LoadCredential= of a systemd unit
	credentialEnv = "CREDENTIALS_DIRECTORY"
)

// pseudonymiseCommand is "opdrift pseudonymise FILE".
func (p *program) pseudonymiseCommand() *cli.Command {
	return &cli.Command{
		Name:      "pseudonymise",
		Usage:     "replace the numbers of persons in a file by keyed pseudonyms",
		ArgsUsage: "FILE",
		UsageText: `opdrift pseudonymise export.csv --column CPR --as person_key --key-file /etc/opdrift/key -o extracts/cases.parquet
opdrift pseudonymise cases.parquet --column cpr --as person_key --column household_cpr --as household_key -o extracts/cases.parquet
openssl rand -hex 32 > key && chmod 600 key`,
		Description: `Reads a CSV or Parquet file and writes a Parquet file in which the column holds HMAC-SHA-256 of the number instead. A CPR number
gets the same pseudonym with or without hyphen, blanks or its leading zero; a blank or null stays null. Numbers are replaced
as they are read: no other file holds them. The key is a file of 32 bytes or more that others may not read: --key-file, else
` + keyFileEnv + `, else ` + credential + ` among systemd's credentials. Keep it: another key gives other pseudonyms.`,
		Flags: append([]cli.Flag{
			&cli.StringSliceFlag{Name: "column", Usage: "the column `NAME` to replace; may be given again"},
			&cli.StringSliceFlag{Name: "as", Usage: "its new `NAME`, such as person_key; once for each --column, or not at all"},
			&cli.StringFlag{Name: "key-file", Usage: "the `FILE` that holds the key"},
			&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "the `FILE` to write, ending in .parquet"},
		}, logging()...),
		Action: p.pseudonymise,
	}
}

func (p *program) pseudonymise(c *cli.Context) error {
	given, err := exactly(c, "FILE")
	if err != nil {
		return err
	}
	if _, err := p.log(c); err != nil {
		return err
	}
	columns, err := replacements(c.StringSlice("column"), c.StringSlice("as"))
	if err != nil {
		return err
	}
	out := c.String("output")
	if out == "" {
		return usagef("--output is missing: want the file to write, such as -o cases.parquet")
	}
	key, err := p.readKey(c.String("key-file"))
	if err != nil {
		return err
	}
	opts := store.Options{MemoryLimit: memoryLimit("", machineMemory("/"))}
	done, err := pipeline.Pseudonymise(c.Context, opts, given[0], out, columns, key)
	if err != nil {
		return errors.Join(c.Context.Err(), usageError{err})
	}
	for i, r := range columns {
		if _, err := fmt.Fprintf(p.stdout, "%s: %d rows, %d persons\n", printable(r.As), done.Rows, done.Persons[i]); err != nil {
			return err
		}
	}
	return nil
}

// replacements pairs the columns with their new names.
func replacements(columns, as []string) ([]store.Replacement, error) {
	if len(columns) == 0 {
		return nil, usagef("--column is missing: want the column that holds the numbers, such as --column cpr")
	}
	if len(as) > 0 && len(as) != len(columns) {
		return nil, usagef("--as is given %d times for %d columns: want one for each --column, or none", len(as), len(columns))
	}
	var out []store.Replacement
	for i, column := range columns {
		if slices.Contains(columns[:i], column) {
			return nil, usagef("--column %s is given twice: want each column once", column)
		}
		r := store.Replacement{Column: column, As: column}
		if len(as) > 0 {
			r.As = as[i]
		}
		out = append(out, r)
	}
	return out, nil
}

// readKey reads the key from the first place that is named.
func (p *program) readKey(file string) ([]byte, error) {
	if file == "" {
		file = p.getenv(keyFileEnv)
	}
	if dir := p.getenv(credentialEnv); file == "" && dir != "" {
		file = filepath.Join(dir, credential)
	}
	if file == "" {
		return nil, usagef("there is no key: want --key-file, %s, or %s among systemd's credentials", keyFileEnv, credential)
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, usagef("the key: %w", err)
	}
	defer f.Close()
	info, err := f.Stat() // of what was opened: the name may lead elsewhere by now
	if err != nil {
		return nil, err
	}
	if others := fs.FileMode(0o007); info.Mode().Perm()&others != 0 {
		return nil, usagef("the key file %s has mode %04o, so that everybody on the machine can use it: want 0600 or 0400; chmod 600 it", file, info.Mode().Perm())
	}
	key, err := io.ReadAll(io.LimitReader(f, 1<<20))
	return bytes.TrimRight(key, "\r\n"), err // of an editor or a shell
}
