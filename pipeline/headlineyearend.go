package pipeline

import (
	"fmt"
	"math"
	"slices"

	"opdrift/pipeline/money"
)

// told says whether the headline is about an estimate: that of the run's own municipality,
// without those that only pay for places here, or of all where there are several.
func (r *run) told(y yearEndRow) bool {
	item := totalKey{all, all}
	if r.own != "" {
		item = totalKey{"municipality", r.own}
	}
	return y.Level == item.level && y.Item == item.item && y.Status == "ok"
}

// sayYearEnd tells what the open year is expected to come to.
func (r *run) sayYearEnd(h *Headline) {
	for _, y := range r.yearEnds {
		if !r.told(y) {
			continue
		}
		low, errLow := money.FromFloat(y.P10)
		high, errHigh := money.FromFloat(y.P90)
		if errLow != nil || errHigh != nil {
			continue
		}
		h.say(fmt.Sprintf("Bruttoudgifter i %d forventes at blive %s (80 %%-interval %s til %s): bogført %s, leveret efter bevillingerne %s, bevilget resten af året %s",
			y.Year, r.amount(y.Result, "da"), r.amount(low, "da"), r.amount(high, "da"), r.amount(y.Booked, "da"), r.amount(y.Delivered, "da"), r.amount(y.Committed, "da")),
			fmt.Sprintf("Gross expenditure of %d is expected to come to %s (80 %% interval %s to %s): booked %s, delivered by the grants %s, granted for the rest of the year %s",
				y.Year, r.amount(y.Result, "en"), r.amount(low, "en"), r.amount(high, "en"), r.amount(y.Booked, "en"), r.amount(y.Delivered, "en"), r.amount(y.Committed, "en")))
		r.sayAhead(h, y)
		r.sayMovement(h, y)
		r.sayBudget(h, y)
	}
}

// sayAhead tells who waits and who turns 18.
func (r *run) sayAhead(h *Headline, y yearEndRow) {
	if y.WaitingGrants == 0 && y.AppliedGrants == 0 && y.Turning == 0 {
		return
	}
	da := fmt.Sprintf("På vej i %d: bevilget og ikke begyndt %d (%s, med i det bevilgede), ansøgt %d (%s), personer der fylder 18 år uden afklaret indsats %d",
		y.Year, y.WaitingGrants, r.amount(y.Waiting, "da"), y.AppliedGrants, r.amount(y.Applied, "da"), y.Turning)
	en := fmt.Sprintf("On the way in %d: granted and not started %d (%s, a part of what is granted), applied for %d (%s), persons who turn 18 with nothing decided %d",
		y.Year, y.WaitingGrants, r.amount(y.Waiting, "en"), y.AppliedGrants, r.amount(y.Applied, "en"), y.Turning)
	if y.inflowColumns.Ore != nil && y.Turning > 0 {
		inflow := money.Ore(*y.inflowColumns.Ore)
		da += fmt.Sprintf(" (ventet udgift %s)", r.amount(inflow, "da"))
		en += fmt.Sprintf(" (expected cost %s)", r.amount(inflow, "en"))
	}
	h.say(da, en)
}

// sayMovement tells how the estimate moved since the run compared with.
func (r *run) sayMovement(h *Headline, y yearEndRow) {
	if y.Movement == nil {
		return
	}
	signed := func(o *int64, lang string) string { return r.signed(money.Ore(*o), lang) }
	h.say(fmt.Sprintf("Forventningen til %d er ændret %s siden kørslen pr. %s: bevillinger %s, forventet til- og afgang %s",
		y.Year, signed(y.Movement, "da"), r.compared.AsOf(), signed(y.MovementGranted, "da"), signed(y.MovementExpected, "da")),
		fmt.Sprintf("The estimate of %d moved by %s since the run of %s: grants %s, expected inflow and outflow %s",
			y.Year, signed(y.Movement, "en"), r.compared.AsOf(), signed(y.MovementGranted, "en"), signed(y.MovementExpected, "en")))
}

// The budget's concepts, in words.
var conceptWords = map[string][2]string{
	"gross": {"bruttoudgifter", "gross expenditure"}, "service_expenditure": {"serviceudgifter", "service expenditure"},
	"net": {"nettoudgifter", "net expenditure"},
}

// budgetSaid says whether the estimate of a year is told beside its budget.
func (r *run) budgetSaid(year int) bool {
	return slices.ContainsFunc(r.yearEnds, func(y yearEndRow) bool {
		return r.told(y) && y.Corrected != nil && int(y.Year) == year
	})
}

// sayBudget tells the estimate beside the budget of the open year.
func (r *run) sayBudget(h *Headline, y yearEndRow) {
	if y.Corrected == nil {
		return
	}
	words, result, corrected, gap := conceptWords[y.Concept], y.of(y.Concept), money.Ore(*y.Corrected), money.Ore(*y.Difference)
	da := fmt.Sprintf("Forventet resultat %d mod budget, %s: %s, korrigeret budget %s", y.Year, words[0], r.amount(result, "da"), r.amount(corrected, "da"))
	en := fmt.Sprintf("Expected result of %d against the budget, %s: %s, corrected budget %s", y.Year, words[1], r.amount(result, "en"), r.amount(corrected, "en"))
	if y.Original != nil {
		da += fmt.Sprintf(", oprindeligt %s", r.amount(money.Ore(*y.Original), "da"))
		en += fmt.Sprintf(", original %s", r.amount(money.Ore(*y.Original), "en"))
	}
	da, en = da+", afvigelse "+r.signed(gap, "da"), en+", difference "+r.signed(gap, "en")
	if !math.IsNaN(y.Overspend) {
		da += fmt.Sprintf(" (sandsynlighed for overskridelse %.0f %%)", 100*y.Overspend)
		en += fmt.Sprintf(" (probability of overspending %.0f %%)", 100*y.Overspend)
	}
	h.say(da, en)
}
