package main

import (
	"bytes"
	"context"
	"math"
	"math/big"
	"testing"
	"time"

	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/ipc"

	"opdrift/pipeline/store"
)

// Expected texts by hand.
func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		units int64
		scale int
		want  string
	}{
		{0, 2, "0.00"}, {5, 2, "0.05"}, {-5, 2, "-0.05"}, {-105, 2, "-1.05"}, {100, 2, "1.00"}, {7, 0, "7"}, {-7, 0, "-7"},
		{1, 6, "0.000001"}, {math.MaxInt64, 2, "92233720368547758.07"}, {math.MinInt64, 2, "-92233720368547758.08"},
	} {
		if got := decimal(big.NewInt(c.units), c.scale); got != c.want {
			t.Errorf("%d with scale %d is %s, want %s", c.units, c.scale, got, c.want)
		}
	}
}

func TestDouble(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 0.1: "0.1", 1e6: "1000000", 123456789.25: "123456789.25", 1e-7: "1e-07", 1e21: "1e+21", -2.5: "-2.5",
		math.Inf(1): "Infinity", math.Inf(-1): "-Infinity", 1.0 / 3: "0.3333333333333333",
	} {
		if got := double(v); got != want {
			t.Errorf("%g is %s, want %s", v, got, want)
		}
	}
	if got := double(math.NaN()); got != "NaN" {
		t.Errorf("NaN is %s", got)
	}
}

// TestArrow reads back what was written: the same values, types and nulls.
func TestArrow(t *testing.T) {
	ctx := context.Background()
	engine, err := store.Open(ctx, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	a, err := engine.Ask(ctx, "select x, x::decimal(18,2) / 1 as d, (x * 1.25)::decimal(18,2) as money, 'n' || x as name, x % 2 = 0 as even, "+
		"date '2024-02-29' as day, case when x > 0 then x end as maybe from range(70000) t(x)")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	s := &sink{format: "arrow", stdout: &out}
	if err := s.put(ctx, a); err != nil {
		t.Fatal(err)
	}
	r, err := ipc.NewFileReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rows := int64(0)
	for i := range r.NumRecords() {
		record, err := r.RecordBatch(i)
		if err != nil {
			t.Fatal(err)
		}
		rows += record.NumRows()
		if i == 0 {
			money := record.Column(2).(*array.Decimal128)
			day := record.Column(5).(*array.Date32).Value(0).ToTime()
			if got := money.ValueStr(3); got != "3.75" { // 3 * 1.25
				t.Errorf("money %s, want 3.75", got)
			}
			if !record.Column(6).IsNull(0) || record.Column(6).IsNull(1) || !day.Equal(time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)) {
				t.Errorf("nulls or day wrong: %v", record)
			}
		}
	}
	if rows != 70000 {
		t.Errorf("%d rows, want 70000", rows)
	}
}
