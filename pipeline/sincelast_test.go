package pipeline_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"opdrift/fixtures"
	"opdrift/pipeline"
	"opdrift/pipeline/config"
)

// quiet are options of a run that logs nothing.
var quiet = pipeline.Options{Version: "test", Now: time.Now, Log: slog.New(slog.DiscardHandler)}

// ranTown is a small municipality with a published run, and its ledger as it was then.
func ranTown(t *testing.T) (dir, costs string, sound []byte) {
	t.Helper()
	dir = town(t, fixtures.Options{Seed: 6, Persons: 60, Years: 3})
	for _, name := range []string{"assessments", "survey_frame", "ballots", "drivers", "measures", "population", "budget"} { // not needed, and read each time
		if err := os.Remove(filepath.Join(dir, "extracts", name+".parquet")); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, config.File), []byte(small), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := pipeline.Run(context.Background(), loaded(t, dir), quiet); err != nil {
		t.Fatal(err)
	}
	costs = filepath.Join(dir, "extracts", "costs.parquet")
	sound, err := os.ReadFile(costs)
	if err != nil {
		t.Fatal(err)
	}
	return dir, costs, sound
}

func loaded(t *testing.T, dir string) config.Config {
	t.Helper()
	cfg, err := config.Load(dir, nil, nil, pipeline.Allowed())
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// told are the remarks on costs of what moved since the last run, by rule; or the error
// that a validation stops with.
func told(t *testing.T, dir string) (map[string]pipeline.RuleState, error) {
	t.Helper()
	v, err := pipeline.Validate(context.Background(), loaded(t, dir), quiet)
	out := map[string]pipeline.RuleState{}
	for _, r := range v.Rules {
		if rest, ok := strings.CutPrefix(r.Rule, "costs.since_last_run"); ok {
			out[strings.TrimPrefix(rest, ".")] = r
		}
	}
	return out, err
}

// trials is how often a test tries, in full and in short.
func trials(full int) int {
	if testing.Short() {
		return max(full/10, 6)
	}
	return full
}

// TestFlippedBitIsTold: whichever bit of a ledger without a control file flips after a
// run, a validation stops or says that the ledger moved.
func TestFlippedBitIsTold(t *testing.T) {
	dir, costs, sound := ranTown(t)
	if rules, err := told(t, dir); err != nil || len(rules) > 0 {
		t.Fatalf("the file as it was: %v, %v", rules, err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	stopped := 0
	for range trials(40) {
		flipped := slices.Clone(sound)
		at := random.IntN(8 * len(flipped))
		flipped[at/8] ^= 1 << (at % 8)
		if err := os.WriteFile(costs, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		rules, err := told(t, dir)
		if err != nil {
			stopped++
		} else if r := rules[""]; r.Verdict != "moved" || !strings.HasPrefix(r.Text, "moved since run ") || !strings.HasPrefix(r.TextDA, "ændret siden kørslen ") {
			t.Errorf("bit %d of byte %d: nothing is told: %v", at%8, at/8, rules)
		}
	}
	t.Logf("%d of %d stop, the others are told", stopped, trials(40))
}

// valueChanges are changes of a ledger's values, as the columns of the posting that is
// drawn: what moves, and by how many kroner its month, where the sum of a month moves.
var valueChanges = []struct{ what, replace, by string }{
	{"another amount", "cast(amount + 123.45 as decimal(18, 2)) as amount", "123.45"},
	{"an øre less", "cast(amount - 0.01 as decimal(18, 2)) as amount", "-0.01"},
	{"doubled", "cast(2 * amount as decimal(18, 2)) as amount", "amount"},
	{"another kind", "'income' as kind", "-amount"},
	{"not there in time", "date '2099-01-01' as registered_at", "-amount"},
	{"another case", "'none' as case_id", ""},
}

// TestChangedValueIsTold changes one posting after a run: the columns are named, and the
// month with its kroner.
func TestChangedValueIsTold(t *testing.T) {
	dir, costs, sound := ranTown(t)
	before := filepath.Join(t.TempDir(), "costs.parquet")
	if err := os.WriteFile(before, sound, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	random := rand.New(rand.NewPCG(3, 4))
	for i := range trials(24) {
		c := valueChanges[i%len(valueChanges)]
		var id, month, by string
		row := db.QueryRow(fmt.Sprintf(`select posting_id, strftime(posting_date, '%%Y-%%m'), cast(%s as decimal(18, 2))::varchar
			from read_parquet('%s') where kind = 'gross' and amount > 1 and posting_date < date '2025-01-01' and year(posting_date) >= 2023
			order by md5(posting_id || '%d') limit 1`, orZero(c.by), before, random.IntN(1000)))
		if err := row.Scan(&id, &month, &by); err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(fmt.Sprintf(`copy (select * replace (%s) from read_parquet('%[2]s') where posting_id = '%[3]s'
			union all from read_parquet('%[2]s') where posting_id <> '%[3]s') to '%[4]s' (format parquet)`, c.replace, before, id, costs)); err != nil {
			t.Fatal(err)
		}
		rules, err := told(t, dir)
		if err != nil {
			t.Fatal(err)
		}
		column := c.replace[strings.LastIndex(c.replace, " ")+1:]
		if !strings.Contains(rules[""].Text, "; rows then: ") || !strings.Contains(rules[""].Text, column) {
			t.Errorf("%s: %v", c.what, rules)
		}
		if got := rules[month].Amount; c.by != "" && got != by || c.by == "" && got != "" {
			t.Errorf("%s: %s moved by %q, want %s: %v", c.what, month, got, by, rules)
		}
	}
}

func orZero(s string) string {
	if s == "" {
		return "0"
	}
	return s
}

// TestChangedPlacesAreTold: two postings of two months that swap their amounts leave
// every sum of a column as it was.
func TestChangedPlacesAreTold(t *testing.T) {
	dir, costs, sound := ranTown(t)
	before := filepath.Join(t.TempDir(), "costs.parquet")
	if err := os.WriteFile(before, sound, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const of = `(select %s from now where kind = 'gross' and strftime(posting_date, '%%Y-%%m') = '2023-%s' and amount > 1 order by %s limit 1)`
	if _, err := db.Exec(fmt.Sprintf(`copy (with now as (from read_parquet('%s'))
		select * replace (case posting_id when %s then %s when %s then %s else amount end as amount) from now) to '%s' (format parquet)`,
		before, fmt.Sprintf(of, "posting_id", "03", "amount, posting_id"), fmt.Sprintf(of, "amount", "08", "-amount, posting_id"),
		fmt.Sprintf(of, "posting_id", "08", "-amount, posting_id"), fmt.Sprintf(of, "amount", "03", "amount, posting_id"), costs)); err != nil {
		t.Fatal(err)
	}
	rules, err := told(t, dir)
	if err != nil || !strings.Contains(rules[""].Text, "the same values in other rows") {
		t.Errorf("%v, %v", rules, err)
	}
	if a, b := rules["2023-03"].Amount, rules["2023-08"].Amount; a == "" || "-"+a != b {
		t.Errorf("March by %q and August by %q: want as much, and opposite", a, b)
	}
}
