package pipeline

import (
	"math"
	"strconv"
	"strings"
)

// blocks are the heights of a sparkline, lowest first.
var blocks = []rune("▁▂▃▄▅▆▇█")

// sparklines draws a history and its continuation in blocks, one a period, on one
// scale from the lowest to the highest of all of them. A missing value is a space;
// where nothing moves, blocks have half the height.
func sparklines(history, future []float64) (string, string) {
	low, high := math.Inf(1), math.Inf(-1)
	for _, values := range [][]float64{history, future} {
		for _, v := range values {
			if !math.IsNaN(v) {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	return sparkline(history, low, high), sparkline(future, low, high)
}

func sparkline(values []float64, low, high float64) string {
	var out strings.Builder
	for _, v := range values {
		switch {
		case math.IsNaN(v):
			out.WriteByte(' ')
		case !(high > low):
			out.WriteRune(blocks[len(blocks)/2-1])
		default:
			share := v/(high-low) - low/(high-low) // v - low may overflow
			out.WriteRune(blocks[min(len(blocks)-1, int(share*float64(len(blocks))))])
		}
	}
	return out.String()
}

// rounded keeps some significant digits, for reading.
func rounded(v float64, digits int) float64 {
	out, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	if err != nil {
		return v // rounding went beyond the largest number
	}
	return out
}
