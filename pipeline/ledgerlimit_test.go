package pipeline

import (
	"fmt"
	"io"
	"log/slog"
	"math"
	"strings"
	"testing"

	"opdrift/pipeline/config"
)

// TestOverRest by hand, under a limit of a half: a ledger of 200 kr with a rest
// of 100 is at it and of 100.01 over it; cases without a ledger are over any limit; one
// service has a limit of its own, 60/100 = 0.6 under 0.7, and one has none.
func TestOverRest(t *testing.T) {
	r := &run{cfg: config.Default(), log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	r.cfg.Reconciliation.Limit = 0.5
	r.cfg.Reconciliation.Services = map[string]float64{"own": 0.7, "none": config.Off}
	r.unmapped = []unmappedAccount{{Year: 2024, Account: "K1", Ore: 500_00}, {Year: 2023, Account: "K2", Ore: 400_00}}
	for _, tt := range []struct {
		what  string
		year  restYear
		share float64
		stops string // part of the error; empty for none
	}{
		{"at the limit", restYear{"1", "a", 2024, 100_00, 200_00, 100_00}, 0.5, ""},
		{"over it", restYear{"1", "a", 2024, 99_99, 200_00, 100_01}, 0.50005, "municipality 1, service a, year 2024: ledger 200.00, price of cases 99.99, rest 100.01 DKK (50.0 %): at most 50.0 %"},
		{"below", restYear{"1", "a", 2024, 301_00, 200_00, -101_00}, 0.505, "rest -101.00 DKK (50.5 %)"},
		{"no ledger", restYear{"1", "a", 2024, 300_00, 0, -300_00}, math.Inf(1), "ledger 0.00, price of cases 300.00, rest -300.00 DKK: at most"},
		{"a limit of its own", restYear{"1", "own", 2024, 40_00, 100_00, 60_00}, 0.6, ""},
		{"none", restYear{"1", "none", 2024, 300_00, 0, -300_00}, math.Inf(1), ""},
		{"nothing", restYear{"1", "a", 2024, 0, 0, 0}, 0, ""},
	} {
		if got := tt.year.share(); math.Abs(got-tt.share) > 1e-12 && got != tt.share {
			t.Errorf("%s: share %v, want %v", tt.what, got, tt.share)
		}
		var faults inputErrors
		r.overRest([]restYear{tt.year}, &faults)
		text := strings.Join(faults, "\n")
		if tt.stops == "" && text != "" || !strings.Contains(text, tt.stops) {
			t.Errorf("%s: %q, want %q in it", tt.what, text, tt.stops)
		}
		// only a ledger that lacks something asks for accounts, and only for those of its year
		if lacks := tt.stops != "" && tt.year.Rest < 0; lacks != strings.Contains(text, "K1 of 2024 with 500.00 DKK") || strings.Contains(text, "K2") {
			t.Errorf("%s: %q names other accounts than K1 of 2024 where the ledger is below", tt.what, text)
		}
	}
}

// TestMaterialRests by hand: a hundredth of the municipality's ledger of the year, 100,000
// kr in 2024, is 1,000: a rest of 1,000 does not count, one of 1,000.01 does, the largest
// first. Municipality 2 has no ledger in the year; of municipality 3 a run of 1 knows nothing.
func TestMaterialRests(t *testing.T) {
	r := &run{cfg: config.Default()}
	all := []restYear{
		{"1", "a", 2024, 8_000_00, 9_000_00, 1_000_00}, {"1", "b", 2024, 10_000_01, 9_000_00, -1_000_01}, {"1", "c", 2024, 0, 82_000_00, 82_000_00},
		{"1", "a", 2023, 1_00, 50_00, 49_00}, {"2", "a", 2024, 700_00, 0, -700_00}, {"3", "a", 2024, 0, 5_00, 5_00},
	}
	material, held := r.materialRests(all)
	var got []string
	for _, y := range material {
		got = append(got, fmt.Sprint(y.Municipality, y.Service, y.Year))
	}
	if want := "[1c2024 1b2024 1a2023 3a2024]"; strings.ReplaceAll(fmt.Sprint(got), " 20", "20") != want || held != 5 {
		t.Errorf("material %v of %d, want %s of 5", got, held, want)
	}
	r.cfg.Municipality = "1"
	if material, held := r.materialRests(all); len(material) != 3 || held != 4 {
		t.Errorf("in a run of municipality 1: %d of %d, want 3 of 4", len(material), held)
	}
}

// TestNoteRests: what is above a tenth is a row of its own and in the sum, 0.11 and
// infinite of three; switched off, quality has nothing of it.
func TestNoteRests(t *testing.T) {
	r := &run{cfg: config.Default(), log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	material := []restYear{
		{"1", "a", 2024, 300_00, 0, -300_00}, {"1", "b", 2023, 111_00, 100_00, -11_00}, {"1", "c", 2023, 110_00, 100_00, -10_00},
	}
	r.noteRests(material, 9)
	if len(r.quality) != 3 || r.quality[0].Rows != 2 || r.quality[0].Total != 9 || r.quality[0].Ore != 311_00 || r.quality[0].Verdict != "warned" {
		t.Fatalf("quality %+v, want 2 of 9 worth 311.00", r.quality)
	}
	if row := r.quality[2]; row.Rule != "costs.reconciliation.1.b.2023" || row.Ore != 11_00 || !strings.HasSuffix(row.TextDA, " (11,0 %)") {
		t.Errorf("row %+v, want b of 2023 with 11.00", row)
	}
	r = &run{cfg: config.Default(), log: r.log}
	r.cfg.Reconciliation.Warning = config.Off
	if r.noteRests(material, 9); len(r.quality)+len(r.warned) != 0 {
		t.Errorf("without a warning level: %+v", r.quality)
	}
}

// TestAccountAdvice says what to add to the map, in both languages.
func TestAccountAdvice(t *testing.T) {
	before := int64(2022)
	for _, tt := range []struct {
		account unmappedAccount
		da, en  string
	}{
		{unmappedAccount{Year: 2023, Account: "K1"},
			"konto K1 i 2023 hører ikke til nogen indsats: tilføj i account_map en række med year 2023, account K1, indsatsen og share 1",
			"account K1 of 2023 belongs to no service: add to account_map a row with year 2023, account K1, the service and share 1"},
		{unmappedAccount{Year: 2023, Account: "K1", OtherYear: &before, OtherServices: "a, b"},
			"og share 1; i 2022 hørte den til a, b", "and share 1; in 2022 it belonged to a, b"},
		{unmappedAccount{Year: 2016, Account: "K2", Mapped: 0.95},
			"konto K2 i 2016 hører kun for 0,95 til indsatser", "only 0.95 of account K2 of 2016 belongs to services"},
	} {
		if da, en := tt.account.advice(); !strings.Contains(da, tt.da) || !strings.Contains(en, tt.en) {
			t.Errorf("%q and %q, want %q and %q", da, en, tt.da, tt.en)
		}
	}
}
