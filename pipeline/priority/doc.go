// Package priority turns what citizens answered into weights, ranks services by
// them, and works out what each scenario does to spending under the frame. It is
// pure: plain rows in, plain rows out, no files, no clock, and random numbers
// only from named streams of one seed.
//
//	Listen     answers and survey margins → citizen_value, domain weights, warnings
//	ListenMeans the same from published means
//	Values     weights × need → the value of each service, and its ranks
//	BudgetGap  forecast, draws, frame → budget_gap
//	Apply      plan, scenario → scenario, scenario_year, scenario_choice
//
// Results do not depend on the order of the rows given. Unknown numbers are NaN,
// unknown counts nil; a row that could not be computed says why in Status.
package priority
