package pipeline_test

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"opdrift/fixtures"
	"opdrift/pipeline/money"
)

// A randomPosting is a posting drawn without regard to sense: any delivery, any sign,
// any mixture of case, person, ages and contributors.
type randomPosting struct {
	amount           money.Ore
	posted, from, to time.Time // from and to are zero where delivery is not known
	accounts         int       // years after that of posted, whose accounts it is in; 9: not given
	account, service string
	kind, basis      string
	caseID, person   string
	age              bool
	contributors     int
}

func drawPosting(r *rand.Rand) randomPosting {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	p := randomPosting{
		amount: money.Ore(r.IntN(2_000_001) - 500_000), posted: time.Date(2022, 1, 1+r.IntN(1277), 0, 0, 0, 0, time.UTC),
		kind: pick("gross", "gross", "gross", "income"), basis: pick("", "", "current", "total"),
		caseID: pick("", "", "any"), person: pick("", "", "p1"), age: r.IntN(5) == 0, contributors: []int{0, 0, 0, 1, 7}[r.IntN(5)],
		accounts: []int{9, 9, 0, -1, 1}[r.IntN(5)],
	}
	if r.IntN(3) > 0 {
		p.from = p.posted.AddDate(0, 0, 100-r.IntN(500))
		p.to = p.from.AddDate(0, 0, r.IntN(200))
	}
	if p.service = pick("", "foster_care"); p.service == "" {
		p.account = pick("K53020", "K50000", "K52822")
	}
	return p
}

// row is the posting as SQL values.
func (p randomPosting) row(id int, caseID string, yearStart time.Month) string {
	text := func(s string) string {
		if s == "" {
			return "null"
		}
		return "'" + s + "'"
	}
	day := func(d time.Time) string {
		if d.IsZero() {
			return "null"
		}
		return text(d.Format(time.DateOnly))
	}
	ages, contributors := "null, null", "null"
	if p.age {
		ages = "18, 22"
	}
	if p.contributors > 0 {
		contributors = fmt.Sprint(p.contributors)
	}
	if p.caseID == "" {
		caseID = ""
	}
	return fmt.Sprintf("('R%06d', %s, '999', '%s', %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)", id, day(p.posted), p.kind, p.amount, text(p.account),
		text(p.service), text(caseID), text(p.person), day(p.from), day(p.to), ages, contributors, text(p.basis), p.accountingYear(yearStart))
}

// A bookedKey is a service's month; a bookedMonth what reconciliation says of it.
type bookedKey struct {
	service string
	month   time.Time
}

type bookedMonth struct{ ledger, booked, lag, accrual, aggregate money.Ore }

// shares of the account that two services have, in order of service.
var sharedAccount = []struct {
	service string
	percent int64
}{{"home_care_personal", 79}, {"home_care_practical", 21}}

// fiscalYear numbers the year that a day is in by the calendar year it starts in.
func fiscalYear(d time.Time, start time.Month) int {
	if d.Month() < start {
		return d.Year() - 1
	}
	return d.Year()
}

// accounted is the day on which a posting counts in the accounts it is in: its own, or the
// nearest one of their year.
func (p randomPosting) accounted(yearStart time.Month) time.Time {
	year := fiscalYear(p.posted, yearStart) + p.accounts
	switch {
	case p.accounts == 9 || p.accounts == 0:
		return p.posted
	case p.accounts < 0:
		return time.Date(year+1, yearStart, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -1)
	}
	return time.Date(year, yearStart, 1, 0, 0, 0, 0, time.UTC)
}

// accountingYear names the year whose accounts a posting is in by the calendar year it ends
// in, as an SQL value.
func (p randomPosting) accountingYear(yearStart time.Month) string {
	if p.accounts == 9 {
		return "null"
	}
	year := fiscalYear(p.posted, yearStart) + p.accounts
	if yearStart > time.January {
		year++
	}
	return fmt.Sprint(year)
}

// lostPostings are those of the account that no map has: øre by year of posting and kind.
type lostPostings struct {
	postings int
	sums     map[string]money.Ore
}

// count adds a posting to the months of its services: a loop over days.
func (p randomPosting) count(sums map[bookedKey]*bookedMonth, yearStart time.Month) {
	services, parts := []string{p.service}, []money.Ore{p.amount}
	switch p.account {
	case "K50000":
		services = []string{""}
	case "K52822":
		services = []string{"foster_care"}
	case "K53020":
		parts = money.Cumulative(p.amount, []int64{sharedAccount[0].percent, sharedAccount[1].percent}, 100)
		services = []string{sharedAccount[0].service, sharedAccount[1].service}
	}
	first := func(d time.Time) time.Time { return time.Date(d.Year(), d.Month(), 1, 0, 0, 0, 0, time.UTC) }
	at := func(service string, month time.Time) *bookedMonth {
		k := bookedKey{service, month}
		if sums[k] == nil {
			sums[k] = &bookedMonth{}
		}
		return sums[k]
	}
	posted := p.accounted(yearStart)
	from, to := p.from, p.to
	if from.IsZero() {
		from, to = posted, posted
	}
	for i, service := range services {
		here := at(service, first(posted))
		here.booked += parts[i]
		if service == "" {
			continue
		}
		var months []time.Time
		var days []int64
		for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
			if len(months) == 0 || first(d) != months[len(months)-1] {
				months, days = append(months, first(d)), append(days, 0)
			}
			days[len(days)-1]++
		}
		for k, part := range money.Cumulative(parts[i], days, int64(to.Sub(from).Hours())/24+1) {
			there := at(service, months[k])
			there.ledger += part
			if p.contributors > 1 || p.age || p.caseID == "" && p.person == "" {
				there.aggregate += part
			}
			switch {
			case months[k] == first(posted):
			case fiscalYear(months[k], yearStart) == fiscalYear(posted, yearStart):
				here.lag, there.lag = here.lag+part, there.lag-part
			default:
				here.accrual, there.accrual = here.accrual+part, there.accrual-part
			}
		}
	}
}

// TestLagOfAnyPostings: whatever is posted, the columns of reconciliation are those of a
// loop over days, to the øre, in calendar years and in years that start in April; what
// is posted is what is delivered moved in time, and within a year the posting lag is 0.
func TestLagOfAnyPostings(t *testing.T) {
	extracts := filepath.Join(town(t, fixtures.Options{Seed: 4, Persons: 100, Years: 4}), "extracts")
	for _, yearStart := range []time.Month{time.January, time.April} {
		t.Run(yearStart.String(), func(t *testing.T) {
			dir := without(t, extracts, "costs")
			sums := map[bookedKey]*bookedMonth{}
			lost := writePostings(t, dir, extracts, rand.New(rand.NewPCG(7, uint64(yearStart))), sums, yearStart)
			p := runProject(t, dir, small+fmt.Sprintf("as_of: 2025-06-30\nclosing_months: 0\nfiscal_year_start: %d\nquality: {max_share_rows: 0.5, max_share_amount: 0.5}\n", yearStart))
			var rows []string
			for k, m := range sums {
				rows = append(rows, fmt.Sprintf("('%s', date '%s', %s, %s, %s, %s, %s)", k.service, k.month.Format(time.DateOnly), m.ledger, m.booked, m.lag, m.accrual, m.aggregate))
			}
			p.exec("create table want as from (values " + strings.Join(rows, ", ") + ") v(service, month, ledger, booked, posting_lag, year_end_accrual, aggregate)")
			p.atLeast(60, "from want where posting_lag <> 0 and year_end_accrual <> 0 and aggregate <> 0 and aggregate <> ledger")
			p.none("columns of reconciliation", `
				from (from want where month <= date '2025-06-30') as want
				full join (from reconciliation where (ledger, booked, posting_lag, year_end_accrual) <> (0, 0, 0, 0)) as got using (service, month)
				where coalesce(got.month, want.month) >= (select min(month) from reconciliation)
					and (want.ledger, want.booked, want.posting_lag, want.year_end_accrual, want.aggregate)
						is distinct from (got.ledger, got.booked, got.posting_lag, got.year_end_accrual, got.aggregate)`)
			p.none("columns that do not add up", `
				from reconciliation
				where lag <> posting_lag + year_end_accrual or booked <> ledger + posting_lag + year_end_accrual + unmapped
					or ledger <> linked + aggregate or linked_rest is distinct from linked - priced and linked_rest is not null`)
			p.none("a lag within a complete year", `
				select service, extract(year from month + to_months($1)) as year from reconciliation where provenance = 'actual'
				group by all having sum(posting_lag) <> 0`, 1-int(yearStart))
			var ore money.Ore
			for _, sum := range lost.sums {
				ore += max(sum, -sum)
			}
			p.near("kroner without a service", ore.Kroner(), .001, "select sum(amount) from quality where rule like 'costs.account.mapped.K50000.%'")
			p.near("postings without a service", float64(lost.postings), 0, "select sum(rows) from quality where rule like 'costs.account.mapped.K50000.%'")
		})
	}
}

// writePostings draws 600 postings, writes them as the extract costs, counts those of
// gross current cost, and returns those on an account without a service.
func writePostings(t *testing.T, dir, extracts string, random *rand.Rand, sums map[bookedKey]*bookedMonth, yearStart time.Month) lostPostings {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var caseID string
	if err := db.QueryRow("select min(case_id) from read_parquet($1)", filepath.Join(extracts, "cases.parquet")).Scan(&caseID); err != nil {
		t.Fatal(err)
	}
	lost := lostPostings{sums: map[string]money.Ore{}}
	var rows []string
	for id := range 600 {
		p := drawPosting(random)
		rows = append(rows, p.row(id, caseID, yearStart))
		if p.kind == "gross" && p.basis != "total" {
			p.count(sums, yearStart)
		}
		if p.account == "K50000" && p.basis != "total" {
			lost.postings++
			lost.sums[fmt.Sprint(fiscalYear(p.accounted(yearStart), yearStart), p.kind)] += p.amount
		}
	}
	_, err = db.Exec(fmt.Sprintf(`copy (
		select posting_id, cast(posting_date as date) as posting_date, municipality, kind, cast(amount as decimal(18, 2)) as amount,
			cast(account as varchar) as account, cast(service as varchar) as service, cast(case_id as varchar) as case_id,
			cast(person_key as varchar) as person_key, cast(delivery_from as date) as delivery_from, cast(delivery_to as date) as delivery_to,
			cast(age_from as integer) as age_from, cast(age_to as integer) as age_to, cast(contributors as integer) as contributors,
			cast(cost_basis as varchar) as cost_basis, cast(accounting_year as integer) as accounting_year
		from (values %s) v(posting_id, posting_date, municipality, kind, amount, account, service, case_id, person_key,
			delivery_from, delivery_to, age_from, age_to, contributors, cost_basis, accounting_year)
	) to '%s' (format parquet)`, strings.Join(rows, ", "), filepath.Join(dir, "costs.parquet")))
	if err != nil {
		t.Fatal(err)
	}
	return lost
}
