package contract

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/parquet-go/parquet-go"
)

type posting struct {
	ID     string `parquet:"posting_id,dict"`
	Day    int32  `parquet:"posting_date,date"`
	Amount int64  `parquet:"amount,decimal(2:18)"`
	Note   string `parquet:"note,optional"`
}

// sample is a Parquet file of three row groups of 100 rows.
func sample(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	w := parquet.NewGenericWriter[posting](&b, parquet.KeyValueMetadata("currency", "DKK"), parquet.CreatedBy("test", "1", "x"))
	for range 3 {
		rows := make([]posting, 100)
		for i := range rows {
			rows[i] = posting{ID: strings.Repeat("p", i%7), Day: int32(i), Amount: int64(i)}
		}
		if _, err := w.Write(rows); err != nil {
			t.Fatal(err)
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func write(t testing.TB, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "costs.parquet")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestReadFooter(t *testing.T) {
	b := sample(t)
	f, err := ReadFooter(write(t, b))
	if err != nil {
		t.Fatal(err)
	}
	if f.Rows != 300 || f.RowGroups != 3 || f.Bytes != int64(len(b)) || f.Metadata["currency"] != "DKK" || !strings.Contains(f.CreatedBy, "test") {
		t.Errorf("%+v", f)
	}
	var columns []string
	for _, c := range f.Columns {
		columns = append(columns, c.Name+" "+c.Type)
	}
	if got := strings.Join(columns, ", "); got != "posting_id STRING, posting_date DATE, amount DECIMAL(18,2), note STRING" {
		t.Error(got)
	}
}

func TestBadFiles(t *testing.T) {
	good := sample(t)
	withLength := func(n uint32) []byte {
		b := bytes.Clone(good)
		binary.LittleEndian.PutUint32(b[len(b)-8:], n)
		return b
	}
	for _, tt := range []struct {
		name  string
		bytes []byte
		fault Fault
		want  string
	}{
		{"empty", nil, Damaged, "empty, 0 bytes"},
		{"text", []byte("case_id;cpr\n17;010203-1234\n"), NotParquet, "not a Parquet file: convert it"},
		{"one byte", []byte("x"), NotParquet, "not a Parquet file"},
		{"magic only", []byte("PAR1"), Damaged, "cut short: it begins as Parquet, and after 4 bytes there is no footer"},
		{"magic twice", []byte("PAR1PAR1"), Damaged, "cut short"},
		{"no footer", append([]byte("PAR1"), []byte("\x00\x00\x00\x00PAR1")...), Damaged, "footer would be 0 of"},
		{"cut", good[:len(good)/2], Damaged, "cut short"},
		{"footer longer than the file", withLength(1 << 31), Damaged, "footer would be 2147483648"},
		{"footer too short", withLength(20), Damaged, "footer is inconsistent"},
		{"encrypted", append([]byte("PARE"), good[4:]...), Unreadable, "encrypted"},
		{"a part is missing", append(bytes.Clone(good[:4]), good[500:]...), Damaged, "a column lies outside the file"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := write(t, tt.bytes)
			_, err := ReadFooter(path)
			var fe *FileError
			if !errors.As(err, &fe) || fe.Fault != tt.fault || !strings.HasPrefix(err.Error(), path+": ") || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want fault %d with %q", err, tt.fault, tt.want)
			}
			if strings.Contains(err.Error(), "010203") {
				t.Errorf("the error quotes the file: %v", err)
			}
		})
	}
}

func TestWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	if err := errors.Join(os.Symlink(at("loop"), at("loop")), os.Symlink(at("gone"), at("dangling")), os.WriteFile(at("plain"), []byte("x"), 0o600), syscall.Mkfifo(at("pipe"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		path  string
		fault Fault
		want  string
	}{
		{at("gone"), Missing, "no such file: check the name"},
		{at("dangling"), Missing, "no such file"},
		{at("plain") + "/x.parquet", Missing, "no such file"},
		{at("loop"), Unreadable, "a link that leads back to itself"},
		{dir, Unreadable, "a folder, not a file"},
		{at("pipe"), Unreadable, "not a regular file"},
		{"", Missing, "no such file"},
		{at(strings.Repeat("n", 300)), Unreadable, "cannot be read: file name too long"},
	} {
		_, err := ReadFooter(tt.path)
		var fe *FileError
		if !errors.As(err, &fe) || fe.Fault != tt.fault || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.80s: got %v, want fault %d with %q", tt.path, err, tt.fault, tt.want)
		}
	}
}

func TestReadFilesReportsEveryBadFile(t *testing.T) {
	good := write(t, sample(t))
	files, err := ReadFiles([]string{"gone1.parquet", good, "gone2.parquet"})
	if err == nil || !strings.Contains(err.Error(), "gone1.parquet: ") || !strings.Contains(err.Error(), "gone2.parquet: ") || len(files) != 1 || Rows(files) != 300 {
		t.Errorf("%v, %d files", err, len(files))
	}
}

// A file cut anywhere is refused; so is every flipped bit of the footer or read
// as something, and nothing panics or asks for more memory than there is.
func TestDamageNeverPanics(t *testing.T) {
	good := sample(t)
	for cut := range 50 {
		n := len(good) * cut / 50
		if _, err := readFooter("x", bytes.NewReader(good[:n]), int64(n)); err == nil {
			t.Errorf("%d of %d bytes are accepted", n, len(good))
		}
	}
	length := int(binary.LittleEndian.Uint32(good[len(good)-8:]))
	for i := len(good) - 8 - length; i < len(good); i++ {
		for bit := range 8 {
			b := bytes.Clone(good)
			b[i] ^= 1 << bit
			readFooter("x", bytes.NewReader(b), int64(len(b)))
		}
	}
}

// FuzzReadFooter takes bytes as a file, and as the footer of a file that is whole
// otherwise.
func FuzzReadFooter(f *testing.F) {
	good := sample(f)
	length := int(binary.LittleEndian.Uint32(good[len(good)-8:]))
	f.Add(good[len(good)-8-length : len(good)-8])
	f.Add([]byte("\x15\x02\x19\xfc\xff\xff\xff\xff\x07\x00")) // a schema of two thousand million columns
	f.Add([]byte("PAR1"))
	f.Fuzz(func(t *testing.T, b []byte) {
		whole := append(append([]byte("PAR1"), b...), "\x00\x00\x00\x00PAR1"...)
		binary.LittleEndian.PutUint32(whole[len(whole)-8:], uint32(len(b)))
		for _, file := range [][]byte{b, whole} {
			footer, err := readFooter("x", bytes.NewReader(file), int64(len(file)))
			if err == nil && (footer.Rows < 0 || int64(len(file)) != footer.Bytes) {
				t.Errorf("%+v", footer)
			}
		}
	})
}
