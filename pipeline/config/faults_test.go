package config

import (
	"errors"
	"testing"
)

// faults are files with one fault each and the line that reports it, written by
// hand from the rule "file:line: setting, value, what is allowed".
var faults = []struct{ file, want string }{
	{"horizn: 3", "opdrift.yaml:1: horizn is unknown: did you mean horizon?"},
	{"budget:\n  concpt: net", "opdrift.yaml:2: budget.concpt is unknown: did you mean budget.concept?"},
	{"concept: net", "opdrift.yaml:1: concept is unknown: did you mean budget.concept? Write its parts on lines of their own, indented"},
	{"budget.concept: net", "opdrift.yaml:1: budget.concept is unknown: did you mean budget.concept? Write its parts on lines of their own, indented"},
	{"frame:\n  zzz: 1", "opdrift.yaml:2: frame.zzz is unknown: want one of probability"},
	{"horizon: 0", "opdrift.yaml:1: horizon is 0 years: want 1 to 40"},
	{"horizon: 41", "opdrift.yaml:1: horizon is 41 years: want 1 to 40"},
	{"horizon: 5.0", "opdrift.yaml:1: horizon is 5.0: want a whole number, 1 to 40"},
	{"horizon: 010", "opdrift.yaml:1: horizon is 010: want a whole number, 1 to 40"},
	{"horizon: 0x10", "opdrift.yaml:1: horizon is 0x10: want a whole number, 1 to 40"},
	{"horizon: 1_0", `opdrift.yaml:1: horizon is 1_0: want a whole number, 1 to 40`},
	{"horizon: 99999999999999999999", "opdrift.yaml:1: horizon is 99999999999999999999: want a whole number, 1 to 40"},
	{`horizon: "5"`, `opdrift.yaml:1: horizon is the text "5": want a whole number, 1 to 40`},
	{"horizon: [5]", "opdrift.yaml:1: horizon is a list: want a whole number, 1 to 40"},
	{"horizon:", "opdrift.yaml:1: horizon is empty: want 1 to 40; leave the line out for the default"},
	{"horizon: ~", "opdrift.yaml:1: horizon is empty: want 1 to 40; leave the line out for the default"},
	{"horizon: 5\n\nhorizon: 6", "opdrift.yaml:3: horizon is set twice, first in line 1: keep one"},
	{"budget: {concept: net}\nbudget: {concept: net}", "opdrift.yaml:2: budget is set twice, first in line 1: keep one"},
	{"budget: net", "opdrift.yaml:1: budget is net: want a group of settings, one an indented line"},
	{"language: dk", "opdrift.yaml:1: language is dk: want da or en; did you mean da?"},
	{"language: true", `opdrift.yaml:1: language is true without quotes: want da or en; write "true"`},
	{"currency: dkk", "opdrift.yaml:1: currency is dkk: want an ISO 4217 code in capitals, such as DKK"},
	{"currency: XQQ", "opdrift.yaml:1: currency is XQQ, which is no currency: want an ISO 4217 code in capitals, such as DKK"},
	{"as_of: 2025-02-29", "opdrift.yaml:1: as_of is 2025-02-29: want newest, or a date such as 2025-12-31, from 1990 to 2199"},
	{"as_of: 2025-12-31T10:00:00Z", "opdrift.yaml:1: as_of is 2025-12-31T10:00:00Z: want newest, or a date such as 2025-12-31, from 1990 to 2199"},
	{"as_of: 0001-01-01", "opdrift.yaml:1: as_of is 0001-01-01: want newest, or a date such as 2025-12-31, from 1990 to 2199"},
	{"price_year: -1", "opdrift.yaml:1: price_year is -1: want auto, or 1980 to 2199"},
	{"reconciliation: {max_rest_share: -1}", "opdrift.yaml:1: reconciliation.max_rest_share is -1: want off, or a number from 0 to 1"},
	{"reconciliation: {limit: 11}", "opdrift.yaml:1: reconciliation.limit is 11: want off, or a number from 0 to 10"},
	{"reconciliation: {materiality: off}", "opdrift.yaml:1: reconciliation.materiality is off: want a number from 0 to 1, written as 0.5 and not as 0,5 or 50 %"},
	{"reconciliation: {services: {Home care: 1}}", `opdrift.yaml:1: reconciliation.services has an entry whose name is "Home care": want a service's code in small letters, such as home_care`},
	{"seed: 18446744073709551616", "opdrift.yaml:1: seed is 18446744073709551616: want a whole number from 0 to 18446744073709551615"},
	{"frame:\n  probability: 0,8", `opdrift.yaml:2: frame.probability is "0,8": want a number from 0.5 to 0.999, written as 0.5 and not as 0,5 or 50 %`},
	{"frame: {probability: .nan}", "opdrift.yaml:1: frame.probability is .nan: want a number from 0.5 to 0.999, written as 0.5 and not as 0,5 or 50 %"},
	{"frame: {probability: 80%}", "opdrift.yaml:1: frame.probability is 80%: want a number from 0.5 to 0.999, written as 0.5 and not as 0,5 or 50 %"},
	{"frame: {probability: 1}", "opdrift.yaml:1: frame.probability is 1: want a number from 0.5 to 0.999"},
	{"frame: {probability: 1e400}", "opdrift.yaml:1: frame.probability is 1e400: want a number from 0.5 to 0.999, written as 0.5 and not as 0,5 or 50 %"},
	{"horizon: {value: 5}", "opdrift.yaml:1: horizon lacks reason: want {value, reason}"},
	{"horizon: {value: 5, reason: ''}", `opdrift.yaml:1: horizon has as its reason the text "": want a sentence`},
	{"horizon: {value: 5, why: x}", "opdrift.yaml:1: horizon has the unknown key why: want {value, reason}"},
	{"horizon: {value: 50, reason: long}", "opdrift.yaml:1: horizon is 50 years: want 1 to 40"},
	{"extracts: {files: {'*': a}}", `opdrift.yaml:1: extracts.files has an entry whose name is "*": want an extract's name in small letters, such as costs`},
	{"scenarios: [a, a]", "opdrift.yaml:1: scenarios has a twice: name it once"},
	{"scenarios: [x/a.yaml, y/a.yaml]", "opdrift.yaml:1: scenarios has x/a.yaml and y/a.yaml, both named a: rename one"},
	{"forecast: {models: [auto, naive]}", "opdrift.yaml:1: forecast.models has auto among others: want auto alone, or names"},
	{"investment: {realism: [1, 1]}", "opdrift.yaml:1: investment.realism has 2 values: want a list of 5, each a number from 0 to 1"},
	{"investment: {realism: [1, 1, 2, 1, 1]}", "opdrift.yaml:1: investment.realism number 3 is 2: want a number from 0 to 1"},
	{"publish: {folder: extracts/out}", "opdrift.yaml:1: publish.folder is extracts/out, inside extracts.folder: want another folder, or results would be read as extracts"},
	{"engine: {memory_limit: lots}", "opdrift.yaml:1: engine.memory_limit is lots: want such as 60% or 4GB, or nothing"},
	{"discount: {rates: []}", "opdrift.yaml:1: discount.rates is empty: want a list of {valid_from, source, steps: [{from_year, rate}]} by rising date, steps by rising year from 0"},
	{"discount: {rates: [{valid_from: 2021-01-07, source: x, steps: [{from_year: 1, rate: 0.03}]}]}", "opdrift.yaml:1: discount.rates number 1 has no step from year 0: want the first step to have from_year: 0"},
	{"discount: {rates: [{valid_from: 2021-01-07, source: x, steps: [{from_year: 0, rate: 3.5}]}]}", "opdrift.yaml:1: discount.rates number 1 step 1 rate is 3.5: want a number from -0.05 to 0.2"},
	{"- horizon", "opdrift.yaml:1: the file is a list: want lines such as horizon: 5"},
	{"hello", "opdrift.yaml:1: the file is hello: want lines such as horizon: 5"},
	{"name: a\n---\nname: b", "opdrift.yaml:2: a second document starts: want one, without a line of ---"},
	{"name: !!str 5", "opdrift.yaml:1: the tag !!str is not allowed; text that starts with ! needs quotes"},
	{"[a]: 1", "opdrift.yaml:1: the file has a list as a key: want a setting's name"},
	{"a\x00b", "opdrift.yaml:1: the line has a NUL byte: want UTF-8 text"},
	{"name: a\nlanguage: \xe6", "opdrift.yaml:2: the line is not UTF-8: save the file as UTF-8"},
	{"name: &a x\nlanguage: *a", "opdrift.yaml:1: anchors (&) and aliases (*) are not allowed: write the value out; text that starts with one of them needs quotes"},
}

func TestFaults(t *testing.T) {
	for _, tt := range faults {
		_, err := Read("p", []byte(tt.file), nil, nil, Allowed{})
		if err == nil {
			t.Errorf("%q: no fault, want %s", tt.file, tt.want)
			continue
		}
		if got := err.Error(); got != tt.want {
			t.Errorf("%q:\n got %s\nwant %s", tt.file, got, tt.want)
		}
		var f *Fault
		if !errors.As(err, &f) {
			t.Errorf("%q: not a *Fault: %T", tt.file, err)
		}
	}
}
