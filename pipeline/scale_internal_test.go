package pipeline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"opdrift/pipeline/config"
)

// TestScale holds the stages extract, check and panel against plain DuckDB statements
// that make the same panel (testdata/scale/bare_*.sql) and against a plain sum over the
// ledger, each in a process of its own, one after the other on the same made-up files:
// 98 municipalities, SCALE_ROWS million postings (several sizes with commas), six cases
// to a hundred postings. It prints seconds, ratios and peak memory, and fails where the
// two panels differ. The goals are judged by who reads the table: a shared machine cannot.
// SCALE_MEMORY repeats the run with that limit of the engine's memory. SCALE_FOLDER is
// where the files lie while it runs.
func TestScale(t *testing.T) {
	if os.Getenv("SCALE_ROWS") == "" {
		t.Skip("a benchmark: run make bench-scale")
	}
	scaleHeader()
	for _, size := range strings.Split(os.Getenv("SCALE_ROWS"), ",") {
		millions, err := strconv.ParseFloat(strings.TrimSpace(size), 64)
		if err != nil || millions <= 0 {
			t.Fatalf("SCALE_ROWS is %q: want millions of postings, such as 10,50,100", os.Getenv("SCALE_ROWS"))
		}
		scaleSize(t, int64(millions*1e6))
	}
}

// Bytes that a posting, with its part of the cases, takes on disk, and what the run may
// spill beside it with little memory: 42 were measured at 4 million.
const (
	scaleFileBytes  = 50
	scaleSpillBytes = 60
)

// scaleSize makes the files of one size, measures, and removes them.
func scaleSize(t *testing.T, rows int64) {
	t.Helper()
	folder, err := os.MkdirTemp(os.Getenv("SCALE_FOLDER"), "opdrift-scale-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	need := rows * (scaleFileBytes + scaleSpillBytes)
	free := freeBytes(t, folder)
	fmt.Printf("%d postings: %.1f GB of files and room for %.1f GB of scratch files in %s, which has %.1f GB free\n",
		rows, float64(rows*scaleFileBytes)/1e9, float64(rows*scaleSpillBytes)/1e9, folder, float64(free)/1e9)
	if free < need {
		t.Fatalf("%s has %.1f GB free: want %.1f GB for %d postings; make room, or name another folder in SCALE_FOLDER",
			folder, float64(free)/1e9, float64(need)/1e9, rows)
	}
	made := scaleChild(t, "generate", folder, "", rows)
	sum := scaleChild(t, "sum", folder, "", rows)
	bare := scaleChild(t, "bare", folder, "", rows)
	runs := []string{""}
	if limit := os.Getenv("SCALE_MEMORY"); limit != "" {
		runs = append(runs, limit)
	}
	for _, limit := range runs {
		ours := scaleChild(t, "run", folder, limit, rows)
		if differ := scaleChild(t, "compare", folder, "", rows); differ.Rows != 0 {
			t.Errorf("%d postings: rows differ between the run and the bare statements, by table: %v", rows, differ.Parts)
		}
		scaleRow(made.Rows, ours, bare, sum, limit)
	}
}

// A scaleResult is what one process needed. CPU and peak memory are the kernel's.
type scaleResult struct {
	Rows     int64              // postings written, or rows that differ
	Seconds  float64            // of the work, without the start of the process
	Parts    map[string]float64 // seconds by part, or rows that differ by table
	CPU      map[string]float64 // of the bare parts
	cpu      float64
	megabyte float64
}

// scaleChild runs one part of the benchmark in a process of its own. This process stays
// small: the kernel gives a child the peak of its parent.
func scaleChild(t *testing.T, part, folder, limit string, rows int64) scaleResult {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run", "^TestScaleChild$", "-test.timeout", "0")
	result := filepath.Join(folder, "result.json")
	child.Env = append(os.Environ(), "SCALE_PART="+part, "SCALE_IN="+folder, "SCALE_LIMIT="+limit,
		"SCALE_COUNT="+strconv.FormatInt(rows, 10), "SCALE_RESULT="+result)
	var out bytes.Buffer
	child.Stdout, child.Stderr = &out, &out
	if err := child.Run(); err != nil {
		t.Fatalf("%s of %d postings: %v\n%s", part, rows, err, &out)
	}
	text, err := os.ReadFile(result)
	if err != nil {
		t.Fatal(err)
	}
	var r scaleResult
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	usage := child.ProcessState.SysUsage().(*syscall.Rusage)
	r.cpu = (child.ProcessState.UserTime() + child.ProcessState.SystemTime()).Seconds()
	r.megabyte = float64(usage.Maxrss) / 1024
	return r
}

func freeBytes(t *testing.T, folder string) int64 {
	t.Helper()
	var fs unix.Statfs_t
	if err := unix.Statfs(folder, &fs); err != nil {
		t.Fatal(err)
	}
	return int64(fs.Bavail) * fs.Bsize
}

func scaleHeader() {
	load, _ := os.ReadFile("/proc/loadavg")
	fmt.Printf("%s, load %s\n", time.Now().UTC().Format(time.RFC3339), strings.TrimSpace(string(load)))
}

// scaleRow prints one run beside the bare statements: those that make the panel, ask the
// checks and find the dear months (bare), and all of them, with the other tables that both
// sides make (full).
func scaleRow(rows int64, ours, bare, sum scaleResult, limit string) {
	if limit == "" {
		limit = strconv.Itoa(config.RunMemory) + " MiB"
	}
	load, _ := os.ReadFile("/proc/loadavg")
	tables, tablesCPU := bare.Parts["bare_tables"], bare.CPU["bare_tables"]
	fmt.Printf("| rows | memory limit | seconds | extract, check, panel | cpu | peak MB | bare seconds | panel, checks, refusion | cpu | full seconds | cpu | peak MB | ratio to bare | in cpu | ratio to full | in cpu | plain sum, seconds | load |\n")
	fmt.Printf("| %d | %s | %.1f | %.1f, %.1f, %.1f | %.1f | %.0f | %.1f | %.1f, %.1f, %.1f | %.1f | %.1f | %.1f | %.0f | %.2f | %.2f | %.2f | %.2f | %.3f | %.4s |\n",
		rows, limit, ours.Seconds, ours.Parts["extract"], ours.Parts["check"], ours.Parts["panel"], ours.cpu, ours.megabyte,
		bare.Seconds-tables, bare.Parts["bare_panel"], bare.Parts["bare_checks"], bare.Parts["bare_refusion"], bare.cpu-tablesCPU,
		bare.Seconds, bare.cpu, bare.megabyte,
		ours.Seconds/(bare.Seconds-tables), ours.cpu/(bare.cpu-tablesCPU), ours.Seconds/bare.Seconds, ours.cpu/bare.cpu, sum.Seconds, load)
}
