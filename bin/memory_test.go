package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestMemoryLimit(t *testing.T) {
	const gib = 1 << 30
	for _, c := range []struct {
		setting string
		machine int64
		want    string
	}{
		{"", 10 * gib, "6143MiB"}, // 60 % of 10,240 MiB is 6,144, less the rounding down
		{"50%", 10 * gib, "5119MiB"},
		{"4GB", 10 * gib, "4GB"},
		{"1.5GiB", 10 * gib, "1.5GiB"},
		{"1%", gib, "64MiB"}, // the least it can work with
		{"", 0, ""},
		{"50%", 0, ""},
	} {
		if got := memoryLimit(c.setting, c.machine); got != c.want {
			t.Errorf("%q of %d: %q, want %q", c.setting, c.machine, got, c.want)
		}
	}
}

func TestRunMemory(t *testing.T) {
	const gib = 1 << 30
	for _, c := range []struct {
		setting string
		machine int64
		want    string
	}{
		{"", 2 * gib, "1228MiB"}, // 60 % of 2,048 MiB is 1,228.8
		{"", 64 * gib, "1400MiB"},
		{"", 0, "1400MiB"},
		{"60%", 10 * gib, "6143MiB"},
		{"4GB", 2 * gib, "4GB"},
	} {
		if got := runMemory(c.setting, c.machine); got != c.want {
			t.Errorf("%q of %d: %q, want %q", c.setting, c.machine, got, c.want)
		}
	}
}

func TestMachineMemory(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  int64
	}{
		"no Linux": {nil, 0},
		"machine":  {map[string]string{"proc/meminfo": "MemTotal:       8000000 kB\nMemFree: 1 kB\n"}, 8000000 * 1024},
		"group": {map[string]string{"proc/meminfo": "MemTotal: 8000000 kB\n", "proc/self/cgroup": "0::/a/b\n",
			"sys/fs/cgroup/a/memory.max": "1000\n", "sys/fs/cgroup/a/b/memory.max": "max\n"}, 1000},
		"container": {map[string]string{"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "2000\n"}, 2000},
		"older": {map[string]string{"proc/meminfo": "MemTotal: 1 kB\n", "proc/self/cgroup": "5:cpu:/x\n4:memory:/x\n",
			"sys/fs/cgroup/memory/x/memory.limit_in_bytes": "500\n"}, 500},
		"no limit": {map[string]string{"proc/meminfo": "MemTotal: 1 kB\n", "proc/self/cgroup": "4:memory:/x\n",
			"sys/fs/cgroup/memory/x/memory.limit_in_bytes": "9223372036854771712\n"}, 1024},
	} {
		root := t.TempDir()
		for file, text := range c.files {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(root, file)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := machineMemory(root); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
