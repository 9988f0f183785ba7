package contract

import (
	"strings"
	"testing"
)

func TestParseRefuses(t *testing.T) {
	good, err := YAML("costs")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"a key it does not know", "status: active", "status: active\nsevrity: error", "sevrity"},
		{"another version of the standard", "apiVersion: v3.1.0", "apiVersion: v3.0.2", `apiVersion "v3.0.2"`},
		{"two names", "  - name: costs", "  - name: cost", "want one object, named costs"},
		{"a type that is no class", "physicalType: DATE", "physicalType: TIMESTAMP", "physicalType TIMESTAMP is no class"},
		{"an unknown rule", "rule: any_of", "rule: some_of", `rule "some_of" is not one of ours`},
		{"an unknown column in a rule", "columns: [service, account]", "columns: [service, acount]", "no column acount"},
		{"an unknown custom property", "property: presence", "property: prescence", "prescence"},
		{"an unknown severity", "severity: error", "severity: fatal", `severity is "fatal"`},
		{"an unquoted date", `minimum: "1970-01-01"`, "minimum: 1970", "bound 1970 does not fit posting_date"},
		{"a number as text", "minimum: -1000000000000", `minimum: "many"`, "bound many does not fit amount"},
		{"a share above 1", "maxQuarantineShareRows, value: 0.001", "maxQuarantineShareRows, value: 2", "want 0 to 1"},
		{"a key that is not the primary key", "arguments: {properties: [posting_id]}", "arguments: {properties: [posting_date]}", "want the primary key, posting_id"},
		{"required without its rule", "required: false", "required: true", "required is true"},
		{"an optional column without its cost", "{property: absenceCosts,", "{property: absenceCostsDa,", "want absenceCosts and absenceCostsDa"},
		{"freshness of no column", "element: costs.posting_date", "element: costs.booked", `latency of "costs.booked"`},
		{"an emptyFile that is not ours", "emptyFile, value: error", "emptyFile, value: stop", `emptyFile is "stop"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if !strings.Contains(string(good), tt.old) {
				t.Fatalf("the contract does not hold %q", tt.old)
			}
			_, err := parse([]byte(strings.Replace(string(good), tt.old, tt.new, 1)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want an error with %q", err, tt.want)
			}
		})
	}
}
