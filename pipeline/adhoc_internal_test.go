package pipeline

import (
	"math"
	"testing"
)

// TestPeriods: what is a period, by the interface, and back.
func TestPeriods(t *testing.T) {
	for text, want := range map[string][2]int{
		"2014": {yearly, 2014}, "1800": {yearly, 1800}, "2200": {yearly, 2200},
		"2014-Q1": {quarterly, 8056}, "2014-Q4": {quarterly, 8059},
		"2014-01": {monthly, 24168}, "2014-12": {monthly, 24179},
	} {
		frequency, index, ok := parsePeriod(text)
		if !ok || frequency != want[0] || index != want[1] {
			t.Errorf("%s: %d, %d, %v, want %v", text, frequency, index, ok, want)
		}
		if back := formatPeriod(frequency, index); back != text {
			t.Errorf("%s is written %s", text, back)
		}
	}
	for _, text := range []string{"", "14", "1799", "2201", "2014-Q0", "2014-Q5", "2014-q1", "2014Q1", "2014-00", "2014-13", "2014-1", "2014-+1", "2014-01-01", "+014", "２０１４"} {
		if _, _, ok := parsePeriod(text); ok {
			t.Errorf("%q is taken for a period", text)
		}
	}
}

// TestSparklines: eight heights from the lowest to the highest value.
func TestSparklines(t *testing.T) {
	nan := math.NaN()
	for _, tt := range []struct {
		history, future []float64
		want            string
	}{
		{[]float64{0, 1, 2, 3}, []float64{4, 5, 6, 7}, "▁▂▃▄|▅▆▇█"},
		{[]float64{-8, nan, 0}, []float64{8}, "▁ ▅|█"},
		{[]float64{3, 3}, []float64{3}, "▄▄|▄"},
		{[]float64{-1e150, 1e150}, []float64{0}, "▁█|▅"},
		{nil, []float64{nan}, "| "},
	} {
		history, future := sparklines(tt.history, tt.future)
		if got := history + "|" + future; got != tt.want {
			t.Errorf("%v, %v: %s, want %s", tt.history, tt.future, got, tt.want)
		}
	}
}

// TestRenewed: half leave within a year, so hazard ln 2 and, by hand,
// 1 − (1 − ½)/ln 2 in the first year and 1 − (½ − ¼)/ln 2 in the second.
func TestRenewed(t *testing.T) {
	for n, want := range []float64{0.278652479555518, 0.639326239777759} {
		if got := renewed(math.Ln2, n); math.Abs(got-want) > 1e-14 {
			t.Errorf("year %d: %v, want %v", n, got, want)
		}
	}
	if renewed(0, 3) != 0 || renewed(math.Inf(1), 0) != 1 {
		t.Error("nobody leaves: 0; all leave at once: 1")
	}
	if small := renewed(1e-12, 0); math.Abs(small-5e-13) > 1e-15 {
		t.Errorf("hazard 1e-12: %v, want half of it", small)
	}
}

// TestClassOf: classes of text that is no number. None shows the text.
func TestClassOf(t *testing.T) {
	for text, want := range map[string]string{
		"1": "", "-1.5e3": "", ".5": "", "1e400": "", "1.": "",
		"1,5": "is a number with a comma (write 1234.5)", "1.234,5": "is a number with a comma (write 1234.5)",
		"nan": "is NaN", "-Inf": "is infinite", "infinity": "is infinite",
		"1_0": "is text and no number", "0x1p3": "is text and no number", "e": "is text and no number", "1 000": "is text and no number",
	} {
		if got := classOf(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// TestTails: 80 and 95 are published; 90 adds 5 and 95 per cent.
func TestTails(t *testing.T) {
	got := tails([]float64{80, 95, 90, 60.5, 90})
	want := []tail{{.05, "p5"}, {.1975, "p19_75"}, {.8025, "p80_25"}, {.95, "p95"}}
	if len(got) != len(want) {
		t.Fatalf("%v, want %v", got, want)
	}
	for i := range want {
		if got[i].name != want[i].name || math.Abs(got[i].p-want[i].p) > 1e-15 {
			t.Errorf("%v, want %v", got[i], want[i])
		}
	}
}
