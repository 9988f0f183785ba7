package publish

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// canonical writes v as JSON with sorted keys, two spaces of indent and a
// newline at the end. Equal values give equal bytes.
func canonical(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	sorted, err := sortKeys(plain)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, sorted, "", "  "); err != nil {
		return nil, err
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// canonicalLine is canonical on one line, without the newline.
func canonicalLine(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return sortKeys(plain)
}

// sortKeys goes by way of maps, which encoding/json writes in key order.
// Numbers keep the digits they have.
func sortKeys(plain []byte) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(plain))
	dec.UseNumber()
	var tree any
	if err := dec.Decode(&tree); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(tree); err != nil {
		return nil, err
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

// strict decodes JSON that this package wrote; an unknown field or trailing
// text means that somebody else did.
func strict(data []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(v); err != nil {
		return err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return errors.New("text after the end")
	}
	return nil
}
