package regress

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseFormula(t *testing.T) {
	for text, want := range map[string]Formula{
		"y ~ x1 + x2":                  {Response: "y", Terms: []string{"x1", "x2"}},
		"y~x1+x2-1":                    {Response: "y", Terms: []string{"x1", "x2"}, NoIntercept: true},
		"y ~ -1 + x":                   {Response: "y", Terms: []string{"x"}, NoIntercept: true},
		"y ~ 0 + x":                    {Response: "y", Terms: []string{"x"}, NoIntercept: true},
		"y ~ 1 + x":                    {Response: "y", Terms: []string{"x"}},
		"y ~ 1":                        {Response: "y"},
		" udgift.2015 ~ over_67 ":      {Response: "udgift.2015", Terms: []string{"over_67"}},
		"årsværk ~ ældre + `18-22 år`": {Response: "årsværk", Terms: []string{"ældre", "18-22 år"}},
		"`y ~ z` ~ `a + b`\t-\n1":      {Response: "y ~ z", Terms: []string{"a + b"}, NoIntercept: true},
	} {
		got, err := ParseFormula(text)
		if err != nil || got.Response != want.Response || !slices.Equal(got.Terms, want.Terms) || got.NoIntercept != want.NoIntercept {
			t.Errorf("%q: %+v, %v; want %+v", text, got, err, want)
		}
	}
}

// TestFormulaErrors: each names the position, what stands there and what may.
func TestFormulaErrors(t *testing.T) {
	for text, says := range map[string]string{
		"":              `position 1: the end: the column to explain comes first`,
		"y":             `position 2: the end: "~" follows`,
		"y = x":         `position 3: '=': products, powers and functions are not allowed`,
		"~ x":           `position 1: "~": the column to explain`,
		"y ~":           `position 4: the end: the name of a column, 1 or 0`,
		"y ~ x +":       `position 8: the end: the name of a column`,
		"y ~ x + + z":   `position 9: "+": the name of a column`,
		"y ~ x z":       `position 7: "z": "+" and another column`,
		"y ~ x ~ z":     `position 7: "~": "+" and another column`,
		"y ~ x * z":     `position 7: '*': products`,
		"y ~ log(x)":    `position 8: '(': products`,
		"y ~ x^2":       `position 6: '^': products`,
		"y ~ .":         `position 5: ".": name the columns one by one`,
		"y ~ x - z":     `position 9: "z": only 1`,
		"y ~ x - 0":     `position 9: "0": of numbers only 1 and 0`,
		"y ~ x + 2":     `position 9: "2": of numbers`,
		"y ~ 2014":      `position 5: "2014": of numbers`,
		"y ~ 1x":        `position 5: "1x": of numbers`,
		"y ~ x + x":     `position 9: "x": each column may stand in the formula once`,
		"y ~ x + y":     `position 9: "y": each column`,
		"y ~ x - 1 - 1": `position 13: "1": the intercept may be mentioned once`,
		"y ~ 1 + x - 1": `position 13: "1": the intercept`,
		"y ~ 0":         `position 6: the end: there is no regressor and no intercept`,
		"å ~ `x":        "position 5: \"`\": a name in backquotes ends",
		"y ~ ``":        `position 5: an empty name`,
		"y ~ `a\nb`":    `control characters`,
		"y ~ \xff":      `not UTF-8`,
	} {
		f, err := ParseFormula(text)
		if !errors.Is(err, ErrFormula) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v; want it to say %q", text, err, says)
		}
		if f.Response != "" || f.Terms != nil {
			t.Errorf("%q: %+v beside an error", text, f)
		}
	}
}

// FuzzFormula: no panic, and what is understood is written so that it is
// understood the same.
func FuzzFormula(f *testing.F) {
	for _, seed := range []string{"y ~ x1 + x2 - 1", "`a b` ~ 0 + å.1", "y ~ 1", "y ~ x*z", "``~", "1 ~ +", "y ~ ́x", "y ~ `.`", "y~.5"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseFormula(text)
		if err != nil {
			if !errors.Is(err, ErrFormula) || !utf8.ValidString(err.Error()) {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		again, err := ParseFormula(got.String())
		if err != nil || again.Response != got.Response || !slices.Equal(again.Terms, got.Terms) || again.NoIntercept != got.NoIntercept {
			t.Fatalf("%q is %+v, written %q is %+v, %v", text, got, got.String(), again, err)
		}
		if slices.Contains(got.Terms, got.Response) || got.NoIntercept && len(got.Terms) == 0 {
			t.Fatalf("%q: %+v should be refused", text, got)
		}
	})
}

func request(t *testing.T, formula string) Request {
	t.Helper()
	f, err := ParseFormula(formula)
	if err != nil {
		t.Fatal(err)
	}
	return Request{Formula: f, Options: Options{MinDF: AdHocMinDF}}
}

// TestRequest: the numbers of TestByHand through names, in the published shape.
func TestRequest(t *testing.T) {
	r := request(t, "cost ~ beds")
	fit, err := r.Run(Table{Names: []string{"other", "beds", "cost"},
		Columns: [][]float64{{9, 9, 9, 9, 9}, {1, 2, 3, 4, 5}, {2, 4, 5, 4, 5}}})
	if err != nil {
		t.Fatal(err)
	}
	x0, offset, err := r.Point(" beds = 6 ")
	if err != nil {
		t.Fatal(err)
	}
	report := fit.Report()
	report.Predictions = append(report.Predictions, fit.At(x0, offset, .95))
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		N     int
		DF    int
		R2    float64
		SD    float64 `json:"residual_sd"`
		Cond  float64 `json:"condition"`
		Terms []struct {
			Name     string
			Estimate float64
			SE       float64 `json:"std_error"`
			T, P     float64
		}
		Predictions []struct{ Mean, Lower, Upper float64 }
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	if got.N != 5 || got.DF != 3 || len(got.Terms) != 2 || got.Terms[0].Name != "(intercept)" || got.Terms[1].Name != "beds" || !(got.Cond >= 1) {
		t.Fatalf("report %s", raw)
	}
	near(t, "R²", got.R2, .6, 1e-14)
	near(t, "s", got.SD, math.Sqrt(.8), 1e-14)
	near(t, "slope", got.Terms[1].Estimate, .6, 1e-14)
	near(t, "its error", got.Terms[1].SE, math.Sqrt(.08), 1e-14)
	near(t, "prediction", got.Predictions[0].Mean, 5.8, 1e-13)
	if strings.Contains(string(raw), "family") || strings.Contains(string(raw), "alpha") {
		t.Errorf("a linear model has no family to report: %s", raw)
	}
}

// TestReportPerfect: JSON has no infinity; null stands for it.
func TestReportPerfect(t *testing.T) {
	fit, err := OLS(columnOf(1, 2, 3, 4, 5), []float64{2, 4, 6, 8, 10}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(fit.Report())
	if err != nil || !strings.Contains(string(raw), `"estimate":2,"std_error":0,"t":null,"p":0`) {
		t.Errorf("%s, %v", raw, err)
	}
	if len(fit.Warn) != 1 {
		t.Errorf("warnings %q, want one on residuals of 0", fit.Warn)
	}
}

func TestRequestErrors(t *testing.T) {
	table := Table{Names: []string{"y", "x", "z", "z", "short"},
		Columns: [][]float64{{1, 2, 3, 4, 6}, {1, 2, 4, 3, 5}, {1, 1, 2, 2, 3}, {1, 2, 3, 4, 5}, {1}}}
	for formula, says := range map[string]string{
		"y ~ beds":  `no column "beds"; there are y, x, z, z, short`,
		"cost ~ x":  `no column "cost"`,
		"y ~ z":     `column "z" is there 2 times`,
		"y ~ short": `column "short" has 1 values and the response 5`,
	} {
		if _, err := request(t, formula).Run(table); !errors.Is(err, ErrShape) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v; want %q", formula, err, says)
		}
	}
	r := request(t, "y ~ x")
	r.Offset = "log_population"
	if _, err := r.Run(table); !errors.Is(err, ErrShape) {
		t.Errorf("offset: %v", err)
	}
	for text, says := range map[string]string{
		"":                       "write NAME=NUMBER",
		"x=3":                    "log_population has no value",
		"x=3,x=4":                "x is given twice",
		"x=3,w=4":                "allowed are x, log_population",
		"x=3,log_population=NaN": "the value is a number",
		"x=three":                "the value is a number",
	} {
		if _, _, err := r.Point(text); !errors.Is(err, ErrOption) || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v; want %q", text, err, says)
		}
	}
	x0, offset, err := r.Point("log_population=7,`x`=-3e2")
	if err != nil || x0[0] != -300 || offset != 7 {
		t.Errorf("point %v, offset %v, %v", x0, offset, err)
	}
	if x0, _, err := request(t, "y ~ 1").Point(""); err != nil || len(x0) != 0 {
		t.Errorf("intercept only: %v, %v", x0, err)
	}
}
