package store

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// emptyExtracts makes what extract/words reads, with two services and one age band.
func emptyExtracts(t *testing.T, s *Store) {
	t.Helper()
	for _, statement := range []string{
		"create table activity (municipality varchar, service varchar, age_from integer, age_to integer)",
		"create table account_map (service varchar)",
		"create table ages as select '0-5' as band",
		"create table cases (paying_municipality varchar, service varchar, law_paragraph varchar)",
		"create table costs as select '851' as municipality, 'gross' as kind, null as cost_basis, null as service, 'K1' as account, '' as refund_scheme, 18 as age_from, 64 as age_to",
		"create table payment_kinds (payment varchar, kind varchar)",
		"create table services as select unnest(['b', 'a']) as service, null as refund_scheme, null as law_paragraph",
	} {
		if err := s.Exec(context.Background(), statement); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCodes: words held as numbers read, sort and compare like the text, and are published as
// text; a word that was not there is an error, not another word.
func TestCodes(t *testing.T) {
	ctx, s := context.Background(), open(t, Options{})
	emptyExtracts(t, s)
	if err := s.Codes(ctx); err != nil {
		t.Fatal(err)
	}
	if err := s.Exec(ctx, "create table coded as select code(word) as word from (select unnest(['b', '18-64', 'gross', 'a', null, '851']) as word)"); err != nil {
		t.Fatal(err)
	}
	type row struct {
		Word string `col:"word"`
	}
	got, err := Select[row](ctx, s, "select word from coded where word <> 'gross' order by word")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]row{{"18-64"}, {"851"}, {"a"}, {"b"}}, got); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	list, err := s.words(ctx, "select word, 1 as one from coded")
	if want := `cast("word" as varchar) as "word", "one"`; err != nil || list != want {
		t.Errorf("published as %s, %v; want %s", list, err, want)
	}
	if err := s.Exec(ctx, "create table strange as select code('z') as word"); err == nil {
		t.Error("a word that no extract has became a code")
	}
}

// TestScratch: tables stand in a file of the private folder, without a log beside it, and
// the file goes with the engine.
func TestScratch(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	s, err := Open(ctx, Options{Spill: folder, Write: []string{folder}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Exec(ctx, "create table many as select i from range(1000000) as r(i)"); err != nil {
		t.Fatal(err)
	}
	names := func() (out []string) {
		files, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			out = append(out, f.Name())
		}
		return out
	}
	if diff := cmp.Diff([]string{scratchFile}, names()); diff != "" {
		t.Errorf("in the folder (-want +got):\n%s", diff)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left := names(); len(left) != 0 {
		t.Errorf("%v is left after the engine ended", left)
	}
}
