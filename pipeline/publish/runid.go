package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// RunID names a run: its as-of date and the first 12 hex digits of the SHA-256
// over the date and the parts, each with its length before it so that no two
// lists of parts read the same.
//
// The parts are what decides a run's result: logical input fingerprints,
// configuration hash, program version, seed and the id of the run compared
// with; never a time, a path, the engine or the bytes of a file.
func RunID(asOf time.Time, parts ...string) string {
	day := asOf.Format(time.DateOnly)
	h := sha256.New()
	fmt.Fprintf(h, "opdrift run 1\n%s\n", day)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s\n", len(p), p)
	}
	return day + "-" + hex.EncodeToString(h.Sum(nil))[:12]
}

// Fingerprint is an input's part of a [RunID].
func (in Input) Fingerprint() string {
	line, err := canonicalLine(in)
	if err != nil {
		panic("publish: an Input always encodes: " + err.Error())
	}
	sum := sha256.Sum256(line)
	return hex.EncodeToString(sum[:])
}
