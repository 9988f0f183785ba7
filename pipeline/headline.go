package pipeline

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"opdrift/pipeline/money"
	"opdrift/pipeline/pressure"
)

// A Headline is what a run found, in a few sentences for the person who ordered
// it. Amounts are in current prices.
type Headline struct {
	Sentences []Sentence `json:"sentences"`
}

// A Sentence is said in both languages.
type Sentence struct {
	DA string `json:"da"`
	EN string `json:"en"`
}

// Lines returns the sentences in a language, da or en.
func (h Headline) Lines(lang string) []string {
	var out []string
	for _, s := range h.Sentences {
		if lang == "da" {
			out = append(out, s.DA)
			continue
		}
		out = append(out, s.EN)
	}
	return out
}

// say adds a sentence and its full stop, which "kr." has already.
func (h *Headline) say(da, en string) {
	stop := func(s string) string { return strings.TrimSuffix(s, ".") + "." }
	h.Sentences = append(h.Sentences, Sentence{stop(da), stop(en)})
}

// headline sums the run up.
func (r *run) headline() Headline {
	var h Headline
	r.saySpending(&h)
	r.sayAdjustments(&h)
	r.sayYearEnd(&h)
	r.saySkill(&h)
	r.sayPressure(&h)
	r.sayGap(&h)
	r.sayScenarios(&h)
	r.sayReconciliation(&h)
	r.sayQuality(&h)
	r.sayCoverage(&h)
	return h
}

func (r *run) amount(o money.Ore, lang string) string {
	return money.Millions(o, lang, 1, r.unit(lang))
}

// unit is the currency as a sentence names it.
func (r *run) unit(lang string) string {
	if r.cfg.Currency == "DKK" && lang == "da" {
		return "kr."
	}
	return r.cfg.Currency
}

// saySpending tells the last complete year, and the forecast's last with its
// interval.
func (r *run) saySpending(h *Headline) {
	var last money.Ore
	for _, years := range r.future.cells.by {
		row := years[r.calendar.lastYear]
		last += row.Gross + row.Income
	}
	t := r.future.totals[totalKey{all, all}]
	end := len(r.future.years) - 1
	mean := t.means[end].of("service_expenditure")
	da := fmt.Sprintf("Serviceudgifter: %s i %d, %s i %d", r.amount(last, "da"), r.calendar.lastYear, r.amount(mean, "da"), r.future.years[end])
	en := fmt.Sprintf("Service expenditure: %s in %d, %s in %d", r.amount(last, "en"), r.calendar.lastYear, r.amount(mean, "en"), r.future.years[end])
	if q, ok := r.allInterval(end); ok {
		da += fmt.Sprintf(" (80 %%-interval %s til %s)", r.amount(q[0], "da"), r.amount(q[1], "da"))
		en += fmt.Sprintf(" (80 %% interval %s to %s)", r.amount(q[0], "en"), r.amount(q[1], "en"))
	} else {
		da += ", uden interval: historikken er for kort"
		en += ", without interval: the history is too short"
	}
	h.say(da, en)
}

// sayAdjustments tells what people add to the forecast, in each direction. The other
// sentences are without it.
func (r *run) sayAdjustments(h *Headline) {
	var years []int64
	var sums [2]money.Ore // more and less cost
	for _, a := range r.adjustments {
		if a.Status == adjustmentApplied && a.Amount != 0 {
			years = append(years, a.Year)
			sums[0], sums[1] = sums[0]+max(a.Amount, 0), sums[1]+min(a.Amount, 0)
		}
	}
	if len(years) == 0 {
		return
	}
	span := fmt.Sprint(slices.Min(years))
	if last := slices.Max(years); last > slices.Min(years) {
		span += fmt.Sprintf("-%d", last)
	}
	var da, en []string
	for _, sum := range sums {
		if sum != 0 {
			da, en = append(da, r.signed(sum, "da")), append(en, r.signed(sum, "en"))
		}
	}
	h.say(fmt.Sprintf("Manuelle korrektioner, ikke regnet med i de øvrige tal: %d for %s, %s", len(years), span, strings.Join(da, " og ")),
		fmt.Sprintf("Manual adjustments, not in the other figures: %d for %s, %s", len(years), span, strings.Join(en, " and ")))
}

// allInterval returns the 80 % interval of all service expenditure in a year.
func (r *run) allInterval(year int) ([2]money.Ore, bool) {
	for _, row := range r.future.allRows {
		if row.Year == r.future.years[year] && row.Measure == "service_expenditure" && row.PriceBasis == currentPrices && !math.IsNaN(row.P10) {
			low, errLow := money.FromFloat(row.P10)
			high, errHigh := money.FromFloat(row.P90)
			return [2]money.Ore{low, high}, errLow == nil && errHigh == nil
		}
	}
	return [2]money.Ore{}, false
}

// sayPressure tells the largest effects behind the change: over the forecast, and
// over the last known pair of years where there is no forecast of change.
func (r *run) sayPressure(h *Headline) {
	pairs := r.pairs()
	if len(pairs) == 0 {
		return
	}
	pair := pairs[len(pairs)-1]
	if r.future.chances == 0 {
		for _, p := range pairs {
			if p[1] <= r.calendar.lastYear {
				pair = p
			}
		}
	}
	var rows []pressureRow
	for _, row := range r.pressures {
		if row.Level == all && row.Municipality == r.whole() && row.From == pair[0] && row.To == pair[1] && row.Measure == "gross" && row.Method == string(pressure.Shapley) {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return
	}
	slices.SortFunc(rows, func(a, b pressureRow) int {
		return cmp.Or(-cmp.Compare(max(a.Amount, -a.Amount), max(b.Amount, -b.Amount)), cmp.Compare(a.Order, b.Order))
	})
	var da, en []string
	for _, row := range rows {
		if row.Amount != 0 {
			da = append(da, fmt.Sprintf("%s %s", lowerFirst(row.LabelDA), r.signed(row.Amount, "da")))
			en = append(en, fmt.Sprintf("%s %s", lowerFirst(row.LabelEN), r.signed(row.Amount, "en")))
		}
	}
	h.say(fmt.Sprintf("Presset på bruttoudgifterne %d-%d: %s = %s", pair[0], pair[1], r.signed(rows[0].Change, "da"), strings.Join(da, ", ")),
		fmt.Sprintf("Pressure on gross expenditure %d-%d: %s = %s", pair[0], pair[1], r.signed(rows[0].Change, "en"), strings.Join(en, ", ")))
}

// lowerFirst writes a label within a sentence.
func lowerFirst(label string) string {
	_, n := utf8.DecodeRuneInString(label)
	return strings.ToLower(label[:n]) + label[n:]
}

// whole names the municipality dimension of everything together.
func (r *run) whole() string {
	if len(r.municipalities) == 1 {
		for m := range r.municipalities {
			return m
		}
	}
	return all
}

func (r *run) signed(o money.Ore, lang string) string {
	if o > 0 {
		return "+" + r.amount(o, lang)
	}
	return r.amount(o, lang)
}

// sayGap tells the frame of every year that has one, but for the open year when its
// estimate has been held against the budget already: the estimate knows what is booked.
func (r *run) sayGap(h *Headline) {
	var da, en []string
	for _, g := range r.gaps {
		if g.Level != all || g.Status == "no_frame" || r.budgetSaid(g.Year) {
			continue
		}
		d, e := fmt.Sprintf("%d %s", g.Year, r.signed(g.Gap, "da")), fmt.Sprintf("%d %s", g.Year, r.signed(g.Gap, "en"))
		if !math.IsNaN(g.Overspend) {
			d += fmt.Sprintf(" (sandsynlighed for overskridelse %.0f %%)", 100*g.Overspend)
			e += fmt.Sprintf(" (probability of overspending %.0f %%)", 100*g.Overspend)
		}
		da, en = append(da, d), append(en, e)
	}
	if len(da) > 0 {
		h.say("Fremskrivning mod ramme: "+strings.Join(da, ", "), "Forecast against frame: "+strings.Join(en, ", "))
	}
}

// sayScenarios tells what each scenario leaves of the gap.
func (r *run) sayScenarios(h *Headline) {
	for _, s := range r.scenarioTotals {
		if s.Year != 0 {
			continue
		}
		da := fmt.Sprintf("Scenarie %s: besparelse ved lavere serviceniveau %s, tiltag koster %s og sparer %s, udækket %s",
			s.LabelDA, r.amount(s.Cut, "da"), r.amount(s.Cost, "da"), r.amount(s.Saving, "da"), r.amount(s.Unmet, "da"))
		en := fmt.Sprintf("Scenario %s: cut of service level %s, measures cost %s and save %s, unmet %s",
			s.LabelEN, r.amount(s.Cut, "en"), r.amount(s.Cost, "en"), r.amount(s.Saving, "en"), r.amount(s.Unmet, "en"))
		if !math.IsNaN(s.KeepsFrame) {
			da += fmt.Sprintf(", rammen holder alle år med %.0f %%", 100*s.KeepsFrame)
			en += fmt.Sprintf(", keeps the frame in all years with %.0f %%", 100*s.KeepsFrame)
		}
		h.say(da, en)
	}
}

// sayReconciliation tells what cases explain of the ledger.
func (r *run) sayReconciliation(h *Headline) {
	c := r.reconciled
	if c == nil || c.Ledger == 0 {
		return
	}
	share := 100 * c.Rest.Kroner() / c.Ledger.Kroner()
	h.say(fmt.Sprintf("Afstemning %d: bogført %s, sagernes pris %s, rest %s (%s %%), konti uden indsats %s",
		r.calendar.lastYear, r.amount(c.Ledger, "da"), r.amount(c.Priced, "da"), r.signed(c.Rest, "da"),
		strings.Replace(fmt.Sprintf("%.1f", share), ".", ",", 1), r.amount(c.Unmapped, "da")),
		fmt.Sprintf("Reconciliation %d: ledger %s, price of cases %s, rest %s (%.1f %%), accounts without a service %s",
			r.calendar.lastYear, r.amount(c.Ledger, "en"), r.amount(c.Priced, "en"), r.signed(c.Rest, "en"), share, r.amount(c.Unmapped, "en")))
	if len(r.warned) == 0 {
		return
	}
	y, level := r.warned[0], r.cfg.Reconciliation.Warning
	da, en := y.Service, y.Service
	if s, ok := r.services[y.Service]; ok {
		da, en = s.LabelDA, s.LabelEN
	}
	h.say(fmt.Sprintf("Sager og regnskab afviger mere end %s fra hinanden (indsatser gange år: %d), mest %s i %d: rest %s%s; se quality",
		danishPercent(level), len(r.warned), da, y.Year, r.signed(y.Rest, "da"), strings.Replace(y.percent(), ".", ",", 1)),
		fmt.Sprintf("Cases and ledger differ by more than %s (services times years: %d), most in %s in %d: rest %s%s; see quality",
			percent(level), len(r.warned), en, y.Year, r.signed(y.Rest, "en"), y.percent()))
}

// sayQuality tells what was left out.
func (r *run) sayQuality(h *Headline) {
	var rows, rules int64
	for _, q := range r.quality {
		if q.Verdict == "quarantined" {
			rows, rules = rows+q.Rows, rules+1
		}
	}
	if rules > 0 {
		h.say(fmt.Sprintf("Datakvalitet: %d rækker i karantæne efter %d regler (se quality og quarantine)", rows, rules),
			fmt.Sprintf("Data quality: %d rows in quarantine by %d rules (see quality and quarantine)", rows, rules))
	}
}

// sayCoverage tells what was not computed.
func (r *run) sayCoverage(h *Headline) {
	for _, c := range r.coverage {
		if c.Status == "not_computed" && !c.aside {
			h.say("Ikke beregnet: "+c.Subject+" – "+c.DetailDA, "Not computed: "+c.Subject+" – "+c.Detail)
		}
	}
}
