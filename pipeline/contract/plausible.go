package contract

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// plausible walks a footer in Thrift's compact protocol and checks that every
// length it claims fits in the bytes that are left, and that nothing follows it.
// It decodes no values. Source: Apache Thrift, "Thrift compact protocol
// encoding", sections Struct, List and Set, Map, Binary.
func plausible(b []byte) error {
	w := &walker{left: b}
	w.structure(0)
	if w.err == nil && len(w.left) > 0 {
		return fmt.Errorf("%d bytes too many", len(w.left))
	}
	return w.err
}

type walker struct {
	left []byte
	err  error
}

// deepest nesting of a footer: FileMetaData, RowGroup, ColumnChunk,
// ColumnMetaData, Statistics and lists between them stay under it.
const deepest = 24

var (
	errShort  = errors.New("it ends too early")
	errLength = errors.New("it claims more than it holds")
	errType   = errors.New("an unknown type of field")
	errDeep   = errors.New("nested too deeply")
)

func (w *walker) fail(err error) {
	if w.err == nil {
		w.err = err
	}
	w.left = nil
}

func (w *walker) byte() byte {
	if len(w.left) == 0 {
		w.fail(errShort)
		return 0
	}
	b := w.left[0]
	w.left = w.left[1:]
	return b
}

func (w *walker) varint() uint64 {
	v, n := binary.Uvarint(w.left)
	if n <= 0 {
		w.fail(errShort)
		return 0
	}
	w.left = w.left[n:]
	return v
}

func (w *walker) skip(n uint64) {
	if n > uint64(len(w.left)) {
		w.fail(errLength)
		return
	}
	w.left = w.left[n:]
}

func (w *walker) structure(depth int) {
	if depth > deepest {
		w.fail(errDeep)
	}
	for w.err == nil {
		b := w.byte()
		if b == 0 {
			return
		}
		if b>>4 == 0 {
			w.varint() // a field number that is not a small step from the last
		}
		if t := b & 15; t > 2 { // 1 and 2 are true and false, without a value
			w.value(t, depth)
		}
	}
}

func (w *walker) value(t byte, depth int) {
	switch t {
	case 1, 2, 3: // booleans in a list take a byte
		w.skip(1)
	case 4, 5, 6:
		w.varint()
	case 7:
		w.skip(8)
	case 8:
		w.skip(w.varint())
	case 9, 10:
		w.list(depth)
	case 11:
		w.pairs(depth)
	case 12:
		w.structure(depth + 1)
	default:
		w.fail(errType)
	}
}

func (w *walker) list(depth int) {
	b := w.byte()
	n := uint64(b >> 4)
	if n == 15 {
		n = w.varint()
	}
	w.elements(n, depth, b&15)
}

func (w *walker) pairs(depth int) {
	n := w.varint()
	if n == 0 {
		return
	}
	b := w.byte()
	w.elements(n, depth, b>>4, b&15)
}

// elements walks n elements; each takes at least one byte.
func (w *walker) elements(n uint64, depth int, types ...byte) {
	if n > uint64(len(w.left)) {
		w.fail(errLength)
	}
	if depth > deepest {
		w.fail(errDeep)
	}
	for i := uint64(0); i < n && w.err == nil; i++ {
		for _, t := range types {
			w.value(t, depth+1)
		}
	}
}
