package store

import "context"

// dataView names the rows of a file that somebody asks about.
const dataView = "opdrift_data"

// Parquet returns the rows of one Parquet file, which the engine must be allowed to
// read, in the order of the file.
func (s *Store) Parquet(ctx context.Context, file string) (*Answer, error) {
	if err := s.File(ctx, dataView, file); err != nil {
		return nil, err
	}
	return s.answer(ctx, Quote(dataView))
}

// Only keeps the columns at the given places, in their order. The others are not
// read.
func (a *Answer) Only(places []int) *Answer {
	b := *a
	b.Columns, b.types = nil, nil
	for _, i := range places {
		b.Columns, b.types = append(b.Columns, a.Columns[i]), append(b.types, a.types[i])
	}
	return &b
}
