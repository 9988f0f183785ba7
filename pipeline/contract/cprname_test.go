package contract

import "testing"

func TestNamesThatSayCPR(t *testing.T) {
	for _, n := range []string{"cpr", "CPR", "cpr_nr", "cprnr", "CPRNR", "cprNr", "CprNummer", "cpr-nummer", "person cpr", "personCPRNr", "cpr1", "cpr_hash", "borgercpr", "borgerCprNr", "mor.cpr", "moderscpr", "personnummer", "person_nummer", "PersonNr", "Borgers CPR-nr.", "CPRs", "x_cpr_"} {
		if !saysCPR(n) {
			t.Errorf("%q is not taken for a CPR column", n)
		}
	}
	for _, n := range []string{"person_key", "case_id", "cprice", "scprx", "price", "corpora", "c_p_r", "", "_", "household_key", "personal_number_of_days", "cprogram"} {
		if saysCPR(n) {
			t.Errorf("%q is taken for a CPR column", n)
		}
	}
	for _, name := range Names() {
		c, _ := Load(name)
		for _, col := range c.Columns {
			if saysCPR(col.Name) {
				t.Errorf("our own column %s.%s is taken for a CPR column", name, col.Name)
			}
		}
	}
}
