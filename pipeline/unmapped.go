package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"opdrift/pipeline/contract"
	"opdrift/pipeline/money"
	"opdrift/pipeline/store"
)

// An unmappedAccount is an account that account_map gives to no service in a year, or
// only in part. An account is no person's data.
type unmappedAccount struct {
	Year          int64     `col:"year"`
	Account       string    `col:"account"`
	Postings      int64     `col:"postings"`
	Ore           money.Ore `col:"ore"`    // without sign
	Mapped        float64   `col:"mapped"` // share that has a service, below 1
	OtherYear     *int64    `col:"other_year"`
	OtherServices string    `col:"other_services"` // that it goes to in OtherYear
}

// accountsShown is how many of the largest unmapped accounts quality names; its row
// on all of them counts the rest too.
const accountsShown = 100

const mappedRule = "costs.account.mapped"

// noteAccounts says which accounts lead to no service: all of them where there is no
// map, else each with what to add to the map.
func (r *run) noteAccounts(ctx context.Context) error {
	i := slices.IndexFunc(r.inputs, func(in *input) bool { return in.name == "costs" && slices.Contains(in.source.Columns, "account") })
	if i < 0 {
		return nil
	}
	if !r.has("account_map") {
		r.missing("account_map", "gross, income, refund",
			"no account map: postings that give an account and no service are in no service; they are unmapped in reconciliation",
			"ingen kontoplan: posteringer med konto og uden indsats hører til ingen indsats; de står som unmapped i reconciliation")
	}
	var err error
	r.unmapped, err = store.Query[unmappedAccount](ctx, r.store, "rows", "unmapped",
		store.Args{"year_start": r.calendar.yearStart, "municipality": r.cfg.Municipality})
	if err != nil {
		return err
	}
	r.noteUnmapped(contract.Rows(r.inputs[i].files))
	return nil
}

// noteUnmapped adds the rows of quality: one on all accounts, and one on each of the
// largest.
func (r *run) noteUnmapped(total int64) {
	sum := qualityRow{
		Extract: "costs", Rule: mappedRule, Column: "account", Severity: string(contract.Warning), Verdict: "passed", Total: total,
		Text: "account belongs to services in the year of posting, by account_map", TextDA: "account hører til indsatser i posteringens år efter account_map",
	}
	for _, a := range r.unmapped {
		sum.Rows, sum.Ore = sum.Rows+a.Postings, sum.Ore+int64(a.Ore)
	}
	if len(r.unmapped) == 0 {
		r.quality = append(r.quality, sum)
		return
	}
	sum.Verdict = "warned"
	r.quality = append(r.quality, sum)
	r.log.Warn("accounts belong to no service", "accounts", len(r.unmapped), "postings", sum.Rows, "amount", money.Ore(sum.Ore).String(), "verdict", sum.Verdict)
	if !r.has("account_map") {
		return // each account would say the same
	}
	for _, a := range r.unmapped[:min(accountsShown, len(r.unmapped))] {
		row := sum
		row.Rule += "." + a.Account + "." + strconv.FormatInt(a.Year, 10)
		row.Rows, row.Ore = a.Postings, int64(a.Ore)
		row.TextDA, row.Text = a.advice()
		r.quality = append(r.quality, row)
	}
}

// advice says what account_map lacks of an account.
func (a unmappedAccount) advice() (da, en string) {
	if a.Mapped > 0 {
		share := strconv.FormatFloat(a.Mapped, 'f', -1, 64)
		return fmt.Sprintf("konto %s i %d hører kun for %s til indsatser: tilføj i account_map, hvor resten hører til, så share summer til 1", a.Account, a.Year, strings.Replace(share, ".", ",", 1)),
			fmt.Sprintf("only %s of account %s of %d belongs to services: add to account_map where the rest belongs, so that share sums to 1", share, a.Account, a.Year)
	}
	da = fmt.Sprintf("konto %s i %d hører ikke til nogen indsats: tilføj i account_map en række med year %d, account %s, indsatsen og share 1", a.Account, a.Year, a.Year, a.Account)
	en = fmt.Sprintf("account %s of %d belongs to no service: add to account_map a row with year %d, account %s, the service and share 1", a.Account, a.Year, a.Year, a.Account)
	if a.OtherYear != nil {
		da += fmt.Sprintf("; i %d hørte den til %s", *a.OtherYear, a.OtherServices)
		en += fmt.Sprintf("; in %d it belonged to %s", *a.OtherYear, a.OtherServices)
	}
	return da, en
}

// unmappedIn names the largest accounts without a service in the given years, with
// their kroner, or is empty.
func (r *run) unmappedIn(years map[int64]bool) string {
	const most = 5
	var names []string
	for _, a := range r.unmapped {
		if years[a.Year] && len(names) < most {
			names = append(names, fmt.Sprintf("%s of %d with %s %s", a.Account, a.Year, a.Ore, r.cfg.Currency))
		}
	}
	return strings.Join(names, ", ")
}
