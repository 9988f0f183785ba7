package pipeline_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opdrift/fixtures"
	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

// TestFlippedBitIsCaught: whichever bit of an extract with a control file flips, the
// run stops and names the SHA-256. Without a control file most flips in values pass
// for values (design, 6: 56 to 98 %).
func TestFlippedBitIsCaught(t *testing.T) {
	trials := 200
	if testing.Short() {
		trials = 20
	}
	dir := town(t, fixtures.Options{Seed: 6, Persons: 50, Years: 2})
	if err := os.WriteFile(filepath.Join(dir, config.File), []byte("name: Town\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "extracts", "costs.parquet")
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	control := fmt.Sprintf("{\"files\": {\"costs.parquet\": \"%x\"}}", sha256.Sum256(sound))
	if err := os.WriteFile(filepath.Join(dir, "extracts", "costs.control.json"), []byte(control), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"assessments", "survey_frame", "ballots", "drivers"} { // not needed, and read each time
		if err := os.Remove(filepath.Join(dir, "extracts", name+".parquet")); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	random := rand.New(rand.NewPCG(1, 1))
	for range trials {
		flipped := append([]byte(nil), sound...)
		at := random.IntN(8 * len(flipped))
		flipped[at/8] ^= 1 << (at % 8)
		if err := os.WriteFile(path, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		err := planned(t, dir)
		var input *pipeline.InputError
		if !errors.As(err, &input) || !strings.Contains(err.Error(), "costs.parquet: its SHA-256 is ") {
			t.Errorf("bit %d of byte %d: %v", at%8, at/8, err)
		}
	}
	if err := os.WriteFile(path, sound, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := planned(t, dir); err != nil {
		t.Errorf("the file as it was sent: %v", err)
	}
}

// planned is the error of the stage that finds the extracts, as run has it first.
func planned(t *testing.T, dir string) error {
	t.Helper()
	cfg, err := config.Load(dir, nil, nil, pipeline.Allowed())
	if err != nil {
		t.Fatal(err)
	}
	_, err = pipeline.PlanRun(context.Background(), cfg, pipeline.Options{
		Version: "test", Now: time.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	return err
}
