package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"opdrift/pipeline/config"
)

// defaultMemory is the engine's part of the machine's memory, in per cent. The
// engine's own default is 80, and its limit is no cap: it goes above.
const defaultMemory = 60

// memoryLimit is engine.memory_limit as the engine takes it, which knows no per
// cent. Where the machine's memory is not known, the engine decides.
func memoryLimit(setting string, machine int64) string {
	percent := int64(defaultMemory)
	if setting != "" {
		number, found := strings.CutSuffix(setting, "%")
		n, err := strconv.ParseInt(number, 10, 64)
		if !found || err != nil {
			return setting
		}
		percent = n
	}
	if machine == 0 {
		return ""
	}
	const mib = 1 << 20
	return fmt.Sprintf("%dMiB", max(machine/100*percent/mib, 64))
}

// runMemory is memoryLimit for a run. What a run holds may leave memory, so that unless the
// setting says else it takes no more than config.RunMemory, however large the machine.
func runMemory(setting string, machine int64) string {
	const most = config.RunMemory << 20
	if setting != "" || machine != 0 && machine/100*defaultMemory < most {
		return memoryLimit(setting, machine)
	}
	return fmt.Sprintf("%dMiB", config.RunMemory)
}

// machineMemory is the memory that the process may use: the machine's, or its
// container's if that is less. 0 is not known.
func machineMemory(root string) int64 {
	least := int64(math.MaxInt64)
	for line := range strings.Lines(readText(filepath.Join(root, "proc/meminfo"))) {
		if kib, found := strings.CutPrefix(line, "MemTotal:"); found {
			least = min(least, number(strings.TrimSuffix(strings.TrimSpace(kib), " kB"), 1024))
		}
	}
	for line := range strings.Lines(readText(filepath.Join(root, "proc/self/cgroup"))) {
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3) // number:controllers:path
		if len(parts) != 3 {
			continue
		}
		folder, file := "sys/fs/cgroup", "memory.max"
		if strings.Contains(parts[1], "memory") {
			folder, file = "sys/fs/cgroup/memory", "memory.limit_in_bytes"
		} else if parts[1] != "" {
			continue
		}
		// A limit of any group above holds too. Inside a container the path may
		// not exist; then the root of the mount is the container's own group.
		for path := filepath.Clean("/" + parts[2]); ; path = filepath.Dir(path) {
			least = min(least, number(strings.TrimSpace(readText(filepath.Join(root, folder, path, file))), 1))
			if path == "/" {
				break
			}
		}
	}
	if least == math.MaxInt64 {
		return 0
	}
	return least
}

func readText(name string) string {
	text, err := os.ReadFile(name)
	if err != nil {
		return "" // not this kind of machine
	}
	return string(text)
}

// number reads a size, in units; what is none, such as max, is no limit.
func number(text string, unit int64) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 || n > math.MaxInt64/unit {
		return math.MaxInt64
	}
	return n * unit
}
