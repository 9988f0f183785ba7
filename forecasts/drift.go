package forecasts

// drift extends the straight line through the first and the last observation,
//
//	mean(h) = y[n] + h*(y[n] - y[1])/(n - 1)
//
// It needs 3 values. A constant history stays constant.
//
// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice,
// 3rd ed., section 5.2.
var drift Model = perSeries{
	name: "drift",
	need: 3,
	path: func(h history, horizon int) ([]float64, error) {
		n := len(h.y)
		slope := (h.y[n-1] - h.y[0]) / float64(n-1)
		path := make([]float64, horizon)
		for i := range path {
			path[i] = h.y[n-1] + float64(i+1)*slope
		}
		return path, nil
	},
}
