package forecasts

import "math"

// theta is the theta method with the lines θ = 0 and θ = 2 in equal parts, which is
// simple exponential smoothing with half the slope of the straight line:
//
//	mean(h) = l + d (h − 1 + (1−(1−α)^n)/α),  d = half the OLS slope of y on 0..n−1
//
// with α and l from ses. It needs 3 values. A constant history stays constant.
// Seasonal data are adjusted first by undamped classical factors, as R's thetaf does.
//
// Source: Hyndman and Billah (2003), Unmasking the Theta method, International
// Journal of Forecasting 19, equation 8; seasonal test and adjustment from
// Assimakopoulos and Nikolopoulos (2000), same journal 16, section 3.
var theta Model = perSeries{
	name: "theta",
	need: 3,
	path: adjusted(classical, thetaPath),
}

func thetaPath(y []float64, _, horizon int) []float64 { return thetaLines(y, fitLevel(y), horizon) }

// thetaLines is mean(h) with a given α and l.
func thetaLines(y []float64, f levelFit, horizon int) []float64 {
	d := slope(y) / 2
	reach := (1 - math.Pow(1-f.alpha, float64(len(y)))) / f.alpha
	path := make([]float64, horizon)
	for i := range path {
		path[i] = f.level + d*(float64(i)+reach)
	}
	return path
}

// slope is the OLS slope of y on time; 0 for one value.
func slope(y []float64) float64 {
	if len(y) < 2 {
		return 0
	}
	middle, average := float64(len(y)-1)/2, mean(y)
	var xy, xx float64
	for t, v := range y {
		x := float64(t) - middle
		xy += x * (v - average)
		xx += x * x
	}
	return xy / xx
}
