package publish

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The test binary runs itself as a process that can be killed or starved.
func TestMain(m *testing.M) {
	root := os.Getenv("PUBLISH_TEST_ROOT")
	switch os.Getenv("PUBLISH_TEST_HELPER") {
	case "":
		os.Exit(m.Run())
	case "publish":
		publishForever(root, os.Getenv("PUBLISH_TEST_SEED"))
	case "full":
		publishOnFullDisk(root)
	}
}

// helper starts the test binary as one of the processes in TestMain.
func helper(t *testing.T, kind, root, seed string) (*exec.Cmd, io.Reader) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PUBLISH_TEST_HELPER="+kind, "PUBLISH_TEST_ROOT="+root, "PUBLISH_TEST_SEED="+seed)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, out
}

// publishForever publishes a few runs over and over, with bytes that sometimes
// differ, so that kills hit new runs, unchanged ones, replacements and pruning.
func publishForever(root, seed string) {
	var n uint64
	fmt.Sscan(seed, &n)
	rng := rand.New(rand.NewPCG(n, 1))
	fmt.Println("ready")
	for {
		id := fmt.Sprintf("2025-12-%02d-0123456789ab", 1+rng.IntN(4))
		if err := publishOnce(root, id, fmt.Sprint(rng.IntN(2)), rng.IntN(4) == 0); err != nil {
			fmt.Fprintln(os.Stderr, "helper:", err)
			os.Exit(1)
		}
	}
}

func publishOnce(root, id, salt string, prune bool) error {
	w, err := Acquire(now(), root, holder, Options{})
	if err != nil {
		return err
	}
	if _, err := w.Spill(); err != nil {
		return err
	}
	s, p, err := stage(w, id, salt)
	if err != nil {
		return err
	}
	if _, err := s.Commit(p); err != nil {
		return err
	}
	if prune {
		if _, err := w.Prune(2, at); err != nil {
			return err
		}
	}
	return w.Close()
}

// TestKilled kills a publishing process at random moments. After each kill the
// latest run must be there, whole, and in the audit chain, and the next run must
// work.
func TestKilled(t *testing.T) {
	kills := 150
	if testing.Short() {
		kills = 20
	}
	root := filepath.Join(t.TempDir(), "out")
	if err := publishOnce(root, idB, "", false); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(7, 8))
	found := map[string]int{}
	for i := range kills {
		cmd, out := helper(t, "publish", root, fmt.Sprint(i))
		if _, err := out.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rng.IntN(25_000)) * time.Microsecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil || strings.Contains(err.Error(), "exit status") {
			t.Fatalf("kill %d: the process ended by itself: %v", i, err)
		}
		for _, name := range names(t, root) {
			if kind, _ := split(name); kind != "" {
				found[kind]++
			}
		}
		checkLatestWhole(t, root, i)
		if t.Failed() {
			t.Fatalf("kill %d left %v", i, names(t, root))
		}
	}
	t.Logf("what kills left behind: %v", found)
	if err := publishOnce(root, idB, "", false); err != nil {
		t.Errorf("the next run: %v", err)
	}
	for _, name := range names(t, root) {
		if kind, _ := split(name); kind != "" || strings.HasPrefix(name, ".opdrift-spill") {
			t.Errorf("the next run left %s", name)
		}
	}
	intact(t, root, "latest")
}

// checkLatestWhole allows one problem only: a torn audit line, which the next
// run moves aside.
func checkLatestWhole(t *testing.T, root string, kill int) {
	t.Helper()
	problems, err := VerifyRun(root, "latest")
	if err != nil {
		t.Errorf("kill %d: %v", kill, err)
	}
	for _, p := range problems {
		if !strings.Contains(p.Text, "is torn") {
			t.Errorf("kill %d: %s", kill, p)
		}
	}
}

// TestReadersSeeOneRun reads through the link while another process publishes.
func TestReadersSeeOneRun(t *testing.T) {
	root := published(t)
	cmd, out := helper(t, "publish", root, "99")
	if _, err := out.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	for range 3000 {
		m, err := readManifest(filepath.Join(root, "latest"))
		if err != nil || checkID(m.RunID) != nil {
			t.Errorf("manifest of run %q: %v", m.RunID, err)
			break
		}
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
}

// publishOnFullDisk limits the size of files, which fails writes as a full disk
// does, and publishes.
func publishOnFullDisk(root string) {
	signal.Ignore(syscall.SIGXFSZ)
	w, err := Acquire(now(), root, holder, Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	s, p, err := stage(w, idB, "")
	if err == nil {
		limit := syscall.Rlimit{Cur: 200, Max: 200}
		if err = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err == nil {
			_, err = s.Commit(p)
		}
	}
	fmt.Println(errors.Join(err, w.Close()))
}

func TestFullDisk(t *testing.T) {
	root := published(t)
	cmd, out := helper(t, "full", root, "")
	said, err := io.ReadAll(out)
	if err := errors.Join(err, cmd.Wait()); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(said), "run "+idB+" is not published: output folder "+root+": write ") {
		t.Errorf("said %q", said)
	}
	intact(t, root, "latest")
	if got, err := Latest(root); err != nil || got.ID != idA {
		t.Errorf("latest %v, %v, want %s", got, err, idA)
	}
	w := acquire(t, root)
	commit(t, w, idB, "")
	closed(t, w)
	intact(t, root, idB)
	for _, e := range []error{syscall.ENOSPC, syscall.EDQUOT} {
		if err := explain(root, e); !strings.Contains(err.Error(), "is full") || !errors.Is(err, e) {
			t.Errorf("%v is explained as %v", e, err)
		}
	}
}

// TestInterruptedReplace builds by hand each state that a kill between the three
// renames of a replacement leaves.
func TestInterruptedReplace(t *testing.T) {
	damage := func(dir string) error { return os.Truncate(filepath.Join(dir, "public", "panel.parquet"), 1) }
	tests := []struct {
		name         string
		build        func(run, aside string) error
		whole        bool // of the run in place, after recovery
		aside, moved int
	}{
		{"before the exchange", func(run, aside string) error {
			return errors.Join(os.CopyFS(aside, os.DirFS(run)), damage(run))
		}, false, 0, 0},
		{"after the exchange", func(run, aside string) error {
			return errors.Join(os.CopyFS(aside, os.DirFS(run)), damage(aside))
		}, true, 0, 1},
		{"between two renames", func(run, aside string) error { return os.Rename(run, aside) }, true, 0, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			root := published(t)
			run, aside := filepath.Join(root, "runs", idA), filepath.Join(root, asidePrefix+idA)
			if err := tt.build(run, aside); err != nil {
				t.Fatal(err)
			}
			w := acquire(t, root)
			if len(w.Recovered) != 1 {
				t.Errorf("recovered %v, want one sentence", w.Recovered)
			}
			if whole := len(verifyFiles(run, idA)) == 0; whole != tt.whole {
				t.Errorf("the run in place is whole: %v, want %v", whole, tt.whole)
			}
			if _, err := os.Stat(aside); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s is still there: %v", aside, err)
			}
			if _, err := os.Stat(run + ".damaged-1"); (err == nil) != (tt.moved == 1) {
				t.Errorf("damaged-1: %v", err)
			}
			out := commit(t, w, idA, "")
			if want := map[bool]Status{true: Unchanged, false: Replaced}[tt.whole]; out.Status != want {
				t.Errorf("next run is %s, want %s", out.Status, want)
			}
			closed(t, w)
			intact(t, root, idA)
		})
	}
}
