// Package draws makes random numbers that depend on names, not on the order of
// work, and lets the series of a run share the shocks of the same years.
package draws

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
)

// Stream returns the random numbers that belong to a seed and a list of names,
// such as a mechanism, a series and a draw. The same seed and names give the same
// numbers in any order of work and with any number of workers; other names give
// unrelated numbers. The generator is ChaCha8 keyed with SHA-256 over the seed and
// the names, each with its length, so that ("ab", "c") is not ("a", "bc").
func Stream(seed uint64, parts ...string) *rand.Rand {
	var key []byte
	key = binary.LittleEndian.AppendUint64(key, seed)
	for _, part := range parts {
		key = binary.LittleEndian.AppendUint64(key, uint64(len(part)))
		key = append(key, part...)
	}
	return rand.New(rand.NewChaCha8(sha256.Sum256(key)))
}
