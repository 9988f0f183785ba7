package contract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"opdrift/pipeline/contract"
)

const goodCost = `select 'p1' as posting_id, date '2023-02-01' as posting_date, '190' as municipality, 'gross' as kind, cast(1 as decimal(18,2)) as amount, 's1' as service`

// check reads and checks files of an extract, and returns findings of severity
// error and warning as SEVERITY RULE: MESSAGE, the path as FILE.
func check(t *testing.T, name string, paths ...string) []string {
	t.Helper()
	files, err := contract.ReadFiles(paths)
	if err != nil {
		t.Fatal(err)
	}
	found, err := contract.CheckFiles(load(t, name), files)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range found {
		if f.Severity != contract.Info {
			lines = append(lines, string(f.Severity)+" "+strings.TrimPrefix(f.Rule, name+".")+": "+f.Message)
		}
	}
	return lines
}

// expect compares findings with wanted beginnings and parts, "BEGINNING … PART".
func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %d findings, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
	for i, w := range want {
		begin, part, _ := strings.Cut(w, " … ")
		if !strings.HasPrefix(got[i], begin) || !strings.Contains(got[i], part) {
			t.Errorf("got %s\nwant %s", got[i], w)
		}
	}
}

func TestColumns(t *testing.T) {
	for _, tt := range []struct {
		name, query string
		want        []string
	}{
		{"good", goodCost, nil},
		{"missing", "select * exclude (amount) from (" + goodCost + ")", []string{"error file.missing_column: … costs.parquet: no column amount, want DECIMAL(18,2), another DECIMAL with at most 2 decimals, or an integer; it has posting_id, posting_date, municipality, kind, service"}},
		{"in capitals", "select * exclude (kind), kind as \"Kind\" from (" + goodCost + ")", []string{"error file.missing_column: … rename \"Kind\" to kind", "warning file.extra_column: "}},
		{"neither service nor account", "select * exclude (service) from (" + goodCost + ")", []string{"error file.missing_column: … no column service or account: want at least one"}},
		{"extra", "select *, 1 as colour from (" + goodCost + ")", []string{"warning file.extra_column: … extra column colour (INT32) is not in the contract"}},
		{"timestamp", "select * replace (timestamp '2023-02-01 00:00:00' as posting_date) from (" + goodCost + ")", []string{"error file.type: … column posting_date is TIMESTAMP, want DATE; cast it to a date"}},
		{"date as text", "select * replace ('2023-02-01' as posting_date) from (" + goodCost + ")", []string{"error file.type: … column posting_date is STRING, want DATE"}},
		{"money as double", "select * replace (1.5::double as amount) from (" + goodCost + ")", []string{"error file.type: … column amount is DOUBLE, want DECIMAL(18,2), another DECIMAL with at most 2 decimals, or an integer; a floating-point number is not exact"}},
		{"money with four decimals", "select * replace (1.5::decimal(18,4) as amount) from (" + goodCost + ")", []string{"error file.type: … column amount is DECIMAL(18,4), want"}},
		{"key as integer", "select * replace (17 as posting_id) from (" + goodCost + ")", []string{"error file.type: … column posting_id is INT32, want a string"}},
		{"key as bytes", "select * replace ('a'::blob as posting_id) from (" + goodCost + ")", []string{"error file.type: … column posting_id is BYTE_ARRAY without UTF8, want a string"}},
		{"nested", "select *, [1, 2] as tags, {'a': 1} as more from (" + goodCost + ")", []string{"error file.nested: … column tags is nested", "error file.nested: … column more is nested"}},
		{"extra bytes", "select *, 'a'::blob as photo from (" + goodCost + ")", []string{"error file.type: … extra column photo is BYTE_ARRAY without UTF8 and cannot be searched for CPR numbers"}},
		{"named CPR", "select *, 'x' as cpr_nr from (" + goodCost + ")", []string{"error file.cpr_name: … column cpr_nr is named for CPR numbers"}},
		{"a name we use", "select *, 'x' as opdrift_file from (" + goodCost + ")", []string{"error file.extra_column: … extra column opdrift_file has a name that opdrift uses itself"}},
		{"no rows", goodCost + " where 1 = 0", []string{"error file.empty: … 0 rows: want at least one"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			expect(t, check(t, "costs", open(t).write("costs.parquet", tt.query)), tt.want...)
		})
	}
}

// Types that hold a class without loss are taken, and come out in our own.
func TestHarmlessTypes(t *testing.T) {
	e := open(t)
	for _, money := range []string{"tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger", "decimal(9,1)", "decimal(38,2)", "decimal(18,0)"} {
		expect(t, check(t, "costs", e.write("a.parquet", "select * replace (cast(3 as "+money+") as amount), cast(3 as "+money+") as largest from ("+goodCost+")")))
	}
	for _, year := range []string{"tinyint", "smallint", "integer", "bigint", "utinyint", "uinteger", "decimal(9,0)"} {
		expect(t, check(t, "capacity_limit", e.write("a.parquet", "select cast(3 as "+year+") as year, 1.0::double as hours")))
	}
	for _, hours := range []string{"float", "double", "decimal(9,4)", "integer", "bigint"} {
		expect(t, check(t, "capacity_limit", e.write("a.parquet", "select 2024 as year, cast(3 as "+hours+") as hours")))
	}
	for _, year := range []string{"ubigint", "double", "varchar", "decimal(9,1)", "boolean"} {
		expect(t, check(t, "capacity_limit", e.write("a.parquet", "select cast('1' as "+year+") as year, 1.0::double as hours")), "error file.type: … column year is")
	}
	e.table("costs", "select * replace (cast(3 as utinyint) as amount) from ("+goodCost+")")
	if got := e.good("costs", "amount"); len(got) != 1 || got[0] != "3.00" {
		t.Errorf("%v", got)
	}
}

func TestFilesOfOneExtract(t *testing.T) {
	e := open(t)
	a := e.write("a.parquet", goodCost)
	b := e.write("b.parquet", "select * replace ('p2' as posting_id) from ("+goodCost+")")
	copied := filepath.Join(t.TempDir(), "copy.parquet")
	bytes, err := os.ReadFile(a)
	if err == nil {
		err = os.WriteFile(copied, bytes, 0o600)
	}
	link := filepath.Join(t.TempDir(), "link.parquet")
	if err != nil || os.Symlink(a, link) != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		files []string
		want  []string
	}{
		{"two files", []string{a, b}, nil},
		{"columns in another order", []string{a, e.write("c.parquet", "select service, * exclude (service) replace ('p3' as posting_id) from ("+goodCost+")")}, nil},
		{"one has a column more", []string{a, e.write("c.parquet", "select *, 'c' as case_id from ("+goodCost+")")}, []string{"error file.drift: … column case_id is not in " + a}},
		{"one has a column less", []string{e.write("c.parquet", "select *, 'c' as case_id from ("+goodCost+")"), a}, []string{"error file.drift: … a.parquet: no column case_id, which"}},
		{"another type", []string{a, e.write("c.parquet", "select * replace (7 as amount) from ("+goodCost+")")}, []string{"error file.drift: … column amount is INT32, and DECIMAL(18,2) in " + a}},
		{"listed twice", []string{a, b, filepath.Dir(a) + "/./a.parquet"}, []string{"error file.given_twice: … given twice: the same as " + a + " (listed twice)"}},
		{"by a link", []string{a, link}, []string{"error file.given_twice: … link.parquet: given twice: the same as " + a + " (by a link)"}},
		{"the same bytes", []string{a, copied}, []string{"error file.given_twice: … given twice: the same as " + a + " (the same bytes)"}},
		{"two empty files", []string{a, e.write("c.parquet", goodCost+" where 1 = 0"), e.write("d.parquet", goodCost+" where 1 = 0")}, nil},
		{"one empty file", []string{a, e.write("c.parquet", goodCost+" where 1 = 0")}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) { expect(t, check(t, "costs", tt.files...), tt.want...) })
	}
}

func TestWhatIsNotThereIsSaid(t *testing.T) {
	e := open(t)
	found, err := contract.CheckFile("assessment_means", e.write("m.parquet",
		"select '190' as municipality, 'all' as service, 'd' as domain, 'outcome' as dimension, 2023 as year, 0.8::double as mean, 10 as invited where 1 = 0"))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, f := range found {
		if f.Severity != contract.Info {
			t.Errorf("%+v", f)
		}
		lines = append(lines, f.Rule+" "+f.Column+": "+f.Message)
	}
	expect(t, lines,
		"assessment_means.file.empty : … 0 rows: counts as an extract that is not there",
		"assessment_means.file.absent_column answered: assessment_means: no column answered: no interval",
		"assessment_means.file.absent_column standard_error: assessment_means: no column standard_error: no interval from the publisher",
		"assessment_means.file.absent_column scale_min: … cannot be compared",
		"assessment_means.file.absent_column scale_max: … cannot be compared")
}

func TestCheckFileNamesWhatIsWrong(t *testing.T) {
	if _, err := contract.CheckFile("cost", "x.parquet"); err == nil || !strings.Contains(err.Error(), `no contract named "cost"`) {
		t.Error(err)
	}
	if _, err := contract.CheckFile("costs", "gone.parquet"); err == nil || !strings.HasPrefix(err.Error(), "gone.parquet: no such file") {
		t.Error(err)
	}
}
