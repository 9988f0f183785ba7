package contract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"opdrift/pipeline/contract"
)

// columns are those of the data design, section "In: the extracts", in its order:
// required columns, then a bar, then those it puts in brackets. costs and budget
// say "service or account", "service or committee": there neither is required.
var columns = map[string]string{
	"cases":            "case_id person_key service start_date end_date unit quantity unit_price birth_date paying_municipality | household_key acting_municipality residence_municipality target_group need_level provider provider_kind law_paragraph status decision_date registered_at cancelled_at",
	"activity":         "municipality service age_from age_to year full_year_persons | quarter persons",
	"costs":            "posting_id posting_date municipality kind amount | service account case_id person_key delivery_from delivery_to registered_at accounting_year dranst art refund_scheme age_from age_to cost_basis contributors largest second_largest",
	"account_map":      "year account service share | payment",
	"population":       "municipality reference_date age persons kind vintage | sex variant source",
	"services":         "service valid_from valid_to label_da label_en committee law_paragraph account_function target_group statutory minimum_share wage_share refund_scheme age_from age_to | superseded_by",
	"budget":           "year municipality concept kind adopted_on amount price_year | service committee",
	"prices":           "index year value kind vintage source",
	"policy_changes":   "year service amount kind source",
	"assessments":      "answer_id survey respondent service domain dimension score scale_min scale_max scale_direction answered_date given_by | stratum age_band sex district target_group caseworker_score",
	"survey_frame":     "survey margin level population invited",
	"assessment_means": "municipality service domain dimension year mean | invited answered standard_error scale_min scale_max",
	"ballots":          "voter measure points",
	"domains":          "domain label_da label_en",
	"measures":         "measure label_da label_en kind service age_from age_to one_off yearly lead_months profile effect_on effect effect_low effect_high persistence horizon participants choose_share evidence mandatory exclusive_group requires alternative_cost cost_low cost_high capacity_use reason source",
	"measure_payers":   "measure payer share",
	"measure_domains":  "measure domain effect",
	"measure_overlap":  "measure_a measure_b factor",
	"capacity_limit":   "year hours",
	"decisions":        "decision measure decided_on expected_path indicator evaluation_date",
	"measure_units":    "measure unit treated start comparison_group",
	"unit_outcomes":    "unit period value",
	"drivers":          "driver municipality year value kind vintage",
	"peers":            "municipality year service spending full_year_persons population price_level",
	"peer_drivers":     "municipality year driver value",
	"peer_outcomes":    "municipality year dimension mean answered",
	"capacity":         "facility service year places occupied_days area_m2 fixed_cost variable_cost sold_days",
	"adjustments":      "service year amount author reason expires_on",
}

func TestEveryExtractOfTheDesignHasItsContract(t *testing.T) {
	var names []string
	for name, want := range columns {
		names = append(names, name)
		var required, optional []string
		for _, c := range load(t, name).Columns {
			if c.Optional {
				optional = append(optional, c.Name)
			} else {
				required = append(required, c.Name)
			}
		}
		req, opt, _ := strings.Cut(want, " | ")
		if diff := cmp.Diff(sorted(strings.Fields(req)), sorted(required)); diff != "" {
			t.Errorf("%s, required: %s", name, diff)
		}
		if diff := cmp.Diff(sorted(strings.Fields(opt)), sorted(optional)); diff != "" {
			t.Errorf("%s, optional: %s", name, diff)
		}
	}
	if diff := cmp.Diff(sorted(names), contract.Names()); diff != "" {
		t.Error(diff)
	}
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

// The class table of docs/definitions.md.
func TestColumnsHaveTheClassOfTheDefinitions(t *testing.T) {
	words := func(s string) []string { return strings.Fields(s) }
	money := words("amount unit_price one_off yearly alternative_cost cost_low cost_high fixed_cost variable_cost spending largest second_largest")
	dates := words("delivery_from delivery_to registered_at cancelled_at valid_from valid_to adopted_on decided_on expires_on vintage start")
	integers := words("year accounting_year quarter age age_from age_to lead_months horizon evidence contributors invited answered places price_year population")
	for _, name := range contract.Names() {
		for _, c := range load(t, name).Columns {
			want := c.Class
			switch {
			case name == "cases" && c.Name == "quantity":
				want = contract.Quantity
			case name == "account_map" && c.Name == "share":
				want = contract.Share
			case name == "population" && c.Name == "persons", slices.Contains(integers, c.Name):
				want = contract.Integer
			case slices.Contains(money, c.Name):
				want = contract.Money
			case strings.HasSuffix(c.Name, "_date"), slices.Contains(dates, c.Name):
				want = contract.Date
			case c.Name == "mandatory", c.Name == "treated":
				want = contract.Boolean
			case c.Class != contract.Number:
				want = contract.Key
			}
			if c.Class != want {
				t.Errorf("%s.%s is of class %s, want %s", name, c.Name, c.Class, want)
			}
		}
	}
}

func TestUnknownNameListsTheContracts(t *testing.T) {
	for _, name := range []string{"case", "", "../contract", "cases.yaml"} {
		_, err := contract.Load(name)
		if err == nil || !strings.Contains(err.Error(), "want one of account_map, activity,") {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestYAMLIsTheDocument(t *testing.T) {
	b, err := contract.YAML("cases")
	if err != nil || !strings.Contains(string(b), "\napiVersion: v3.1.0\nkind: DataContract\nid: opdrift.extract.cases\n") {
		t.Errorf("%v, %.200s", err, b)
	}
}
