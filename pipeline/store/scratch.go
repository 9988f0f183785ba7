package store

import (
	"context"
	"path/filepath"
)

// scratchFile holds a run's tables, in the folder of its scratch files.
const scratchFile = "tables.duckdb"

// useScratch puts the tables that are made from here on into a file of a folder: there
// they are packed, and leave memory when it is short. Nothing is written for a later
// process: after a crash the file is rubbish, and swept with its folder.
func (s *Store) useScratch(ctx context.Context, folder string) error {
	file := filepath.Join(folder, scratchFile)
	if err := s.Exec(ctx, "attach "+quoteText(file)+" as scratch (recovery_mode no_wal_writes)"); err != nil {
		return err
	}
	s.scratch = file
	return s.Exec(ctx, "use scratch")
}
