package contract

import (
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// A Footer is what a Parquet file says of itself.
type Footer struct {
	Columns   []FileColumn
	Rows      int64
	Bytes     int64 // size of the file
	RowGroups int
	CreatedBy string            // the program that wrote it
	Metadata  map[string]string // key-value metadata
}

// A FileColumn is one column of a file.
type FileColumn struct {
	Name string
	Type string // as in INT64, STRING, DECIMAL(18,2)

	phys physical
}

const (
	magic    = "PAR1"
	trailer  = 8                           // length of the footer and magic, at the end of the file
	smallest = int64(len(magic)) + trailer // of any Parquet file
)

// ReadFooter reads the footer of a Parquet file and checks that what it says
// agrees with the file's size. It reads no values. Errors are of type
// [*FileError], whatever the bytes are.
func ReadFooter(path string) (Footer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Footer{}, systemError(path, err)
	}
	if err := regular(path, info); err != nil {
		return Footer{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return Footer{}, systemError(path, err)
	}
	defer f.Close()
	return readFooter(path, f, info.Size())
}

// regular refuses what is not a file, before it is opened: opening a pipe waits
// for ever.
func regular(path string, info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return &FileError{Path: path, Fault: Unreadable, Text: "a folder, not a file: write its files, as in " + path + "/*.parquet"}
	case !info.Mode().IsRegular():
		return &FileError{Path: path, Fault: Unreadable, Text: "not a regular file: want a Parquet file"}
	case info.Size() == 0:
		return damaged(path, "empty, 0 bytes (a Parquet file without rows still has a footer)")
	}
	return nil
}

func readFooter(path string, r io.ReaderAt, size int64) (Footer, error) {
	block, err := footerBytes(path, r, size)
	if err != nil {
		return Footer{}, err
	}
	// The decoder allocates as many elements as a list claims to have: a flipped
	// bit could ask for more memory than there is.
	if err := plausible(block); err != nil {
		return Footer{}, damaged(path, "damaged: its footer is inconsistent ("+err.Error()+")")
	}
	var meta format.FileMetaData
	reader := new(thrift.CompactProtocol).NewReaderFromBytes(block)
	if err := thrift.NewDecoder(reader).Decode(&meta); err != nil {
		return Footer{}, damaged(path, "damaged: its footer cannot be decoded")
	}
	columns, err := readSchema(meta.Schema)
	if err == nil {
		err = agrees(meta, size-trailer-int64(len(block)))
	}
	if err != nil {
		return Footer{}, damaged(path, "damaged: "+err.Error())
	}
	f := Footer{Columns: columns, Rows: meta.NumRows, Bytes: size, RowGroups: len(meta.RowGroups), CreatedBy: meta.CreatedBy, Metadata: map[string]string{}}
	for _, kv := range meta.KeyValueMetadata {
		f.Metadata[kv.Key] = kv.Value
	}
	return f, nil
}

// footerBytes finds the footer by the length at the end of the file. Errors never
// quote bytes of the file: in a text file they are somebody's row.
func footerBytes(path string, r io.ReaderAt, size int64) ([]byte, error) {
	var head [4]byte
	tail := make([]byte, min(size, trailer))
	if _, err := r.ReadAt(tail, size-int64(len(tail))); err != nil && err != io.EOF {
		return nil, systemError(path, err)
	}
	if n, err := r.ReadAt(head[:], 0); err != nil && err != io.EOF {
		return nil, systemError(path, err)
	} else if string(head[:n]) == "PARE" {
		return nil, &FileError{Path: path, Fault: Unreadable, Text: "an encrypted Parquet file: want it without encryption"}
	} else if string(head[:n]) != magic[:min(n, len(magic))] {
		return nil, &FileError{Path: path, Fault: NotParquet, Text: "not a Parquet file: convert it; extracts are read as Parquet only"}
	}
	if size < smallest || string(tail[4:]) != magic {
		return nil, damaged(path, fmt.Sprintf("cut short: it begins as Parquet, and after %d bytes there is no footer", size))
	}
	length := int64(binary.LittleEndian.Uint32(tail))
	if length == 0 || length > size-smallest {
		return nil, damaged(path, fmt.Sprintf("damaged: its footer would be %d of the file's %d bytes", length, size))
	}
	block := make([]byte, length)
	if _, err := r.ReadAt(block, size-trailer-length); err != nil {
		return nil, systemError(path, err)
	}
	return block, nil
}
