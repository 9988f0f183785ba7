package contract

import (
	"errors"
	"fmt"

	"github.com/parquet-go/parquet-go/format"
)

// readSchema lists the columns of a file. The schema is a tree, written depth
// first: the first element is the root, and a column with children, or with more
// than one value in a row, is nested.
func readSchema(elements []format.SchemaElement) ([]FileColumn, error) {
	if len(elements) == 0 || !elements[0].NumChildren.Valid {
		return nil, errors.New("its footer has no schema")
	}
	var columns []FileColumn
	next := 1
	for range elements[0].NumChildren.V {
		if next >= len(elements) {
			return nil, errors.New("its schema names more columns than it has")
		}
		e := elements[next]
		p := physicalOf(e)
		if e.RepetitionType.V == format.Repeated || e.NumChildren.V > 0 {
			p = physical{kind: nested, name: "a nested column"}
		}
		columns = append(columns, FileColumn{Name: e.Name, Type: p.name, phys: p})
		next = after(elements, next)
	}
	if next != len(elements) {
		return nil, fmt.Errorf("its schema has %d elements outside its columns", len(elements)-next)
	}
	return columns, nil
}

// after is the index behind an element and everything below it.
func after(elements []format.SchemaElement, i int) int {
	for open := 1; open > 0 && i < len(elements); i++ {
		open += int(max(0, elements[i].NumChildren.V)) - 1
	}
	return i
}

// agrees checks row groups against the file: rows add up, and every column chunk
// lies between the magic at the start and the footer, at end.
func agrees(meta format.FileMetaData, end int64) error {
	var rows int64
	for _, g := range meta.RowGroups {
		if g.NumRows < 0 || rows+g.NumRows < rows {
			return errors.New("a row group has an impossible number of rows")
		}
		rows += g.NumRows
		for _, c := range g.Columns {
			if err := inside(c, end); err != nil {
				return err
			}
		}
	}
	if rows != meta.NumRows {
		return fmt.Errorf("its footer says %d rows, its row groups have %d", meta.NumRows, rows)
	}
	leaves := 0
	for _, e := range meta.Schema {
		if e.Type.Valid {
			leaves++
		}
	}
	for _, g := range meta.RowGroups {
		if len(g.Columns) != leaves {
			return fmt.Errorf("a row group has %d columns, the schema %d", len(g.Columns), leaves)
		}
	}
	return nil
}

func inside(c format.ColumnChunk, end int64) error {
	if c.FilePath != "" {
		return errors.New("a column is kept in another file")
	}
	m := c.MetaData
	start := m.DataPageOffset
	if m.DictionaryPageOffset > 0 {
		start = min(start, m.DictionaryPageOffset)
	}
	if start < int64(len(magic)) || m.TotalCompressedSize < 0 || start > end || m.TotalCompressedSize > end-start {
		return fmt.Errorf("a column lies outside the file (bytes %d to %d of %d)", start, start+m.TotalCompressedSize, end)
	}
	return nil
}
