package pipeline_test

import (
	"database/sql"
	"os"
	"strings"
	"testing"
)

// rewrite replaces a Parquet file by the rows of a query, in which FILE is the file as it was.
func rewrite(t *testing.T, file, query string) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	statement := "copy (" + strings.ReplaceAll(query, "FILE", "read_parquet('"+file+"')") + ") to '" + file + ".new' (format parquet)"
	if _, err := db.Exec(statement); err != nil {
		t.Fatalf("%v in\n%s", err, statement)
	}
	if err := os.Rename(file+".new", file); err != nil {
		t.Fatal(err)
	}
}
