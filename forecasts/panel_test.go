package forecasts

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestAt(t *testing.T) {
	old := Vintage{Known: 2012, First: 2010, Values: []float64{1}}
	young := Vintage{Known: 2015, First: 2010, Values: []float64{2}}
	p := Panel{Frequency: 1, Series: []Series{
		{Key: "long", First: 2010, Values: []float64{1, 2, 3, 4, 5, 6}, Exposure: []Vintage{young, old}},
		{Key: "ended", First: 2010, Values: []float64{1, 2}, Drivers: []Driver{{Name: "d", Vintages: []Vintage{young}}}},
		{Key: "later", First: 2014, Values: []float64{9, 9}},
	}}
	q := p.At(2013)
	if q.Last() != 2013 {
		t.Errorf("last period %d, want 2013", q.Last())
	}
	nan := math.NaN()
	for i, want := range [][]float64{{1, 2, 3, 4}, {1, 2, nan, nan}, nil} {
		if diff := cmp.Diff(want, q.Series[i].Values, cmpopts.EquateNaNs()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", q.Series[i].Key, diff)
		}
	}
	if diff := cmp.Diff([]Vintage{old}, q.Series[0].Exposure); diff != "" {
		t.Errorf("exposure (-want +got):\n%s", diff)
	}
	if q.Series[0].VintageUnknown || !q.Series[1].VintageUnknown || q.Series[2].VintageUnknown {
		t.Error("only the series whose driver was first known in 2015 has an unknown vintage")
	}
	if got := newest(p.Series[0].Exposure).Values[0]; got != 2 {
		t.Errorf("newest vintage holds %v, want 2 whatever the order", got)
	}
}

func TestBadPanels(t *testing.T) {
	for _, p := range []Panel{
		{Frequency: 7},
		{Frequency: 1, Series: []Series{{Key: "a"}, {Key: "a"}}},
	} {
		if _, err := Forecast(context.Background(), p, Options{Horizon: 1}); err == nil {
			t.Errorf("%+v was accepted", p)
		}
	}
	if _, err := Forecast(context.Background(), Panel{Frequency: 1}, Options{}); err == nil {
		t.Error("horizon 0 was accepted")
	}
	r, err := Forecast(context.Background(), Panel{Frequency: 1}, Options{Horizon: 2, Draws: 10})
	if err != nil || len(r.Series) != 0 {
		t.Errorf("empty panel: %v, %v; want an empty result", r.Series, err)
	}
}
