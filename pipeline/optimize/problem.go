// Package optimize chooses a set of items of greatest value under budgets,
// exactly: depth-first branch and bound with a Lagrangian bound. It is pure:
// no clock, no random numbers, and the answer does not depend on the order in
// which items, groups or rules are given.
//
// Values, costs and limits are whole numbers (øre, or a score scaled up by the
// caller), so that a value, a tie and a broken budget are exact statements.
// Only the bound is computed in floating point, and it is widened by more than
// its rounding error before anything is ruled out with it.
package optimize

// An Item can be chosen or left.
type Item struct {
	ID    string
	Value int64
	Cost  []int64 // one per budget; below 0 is a saving
}

// A Budget limits the sum of the chosen items' costs in one period.
type Budget struct {
	Name string
	Max  int64
}

// A Cap limits another weighted count of the chosen items: implementation
// hours, unproven spending. A share such as "at most 30 % of what is spent" is
// a cap too: load 70·cost for the unproven, −30·cost for the rest, max 0.
type Cap struct {
	Name string
	Load map[string]int64 // by item; an item not named has 0
	Max  int64
}

// A Rule is "if If is chosen, at least one of AnyOf is". With If empty, at
// least one of AnyOf is chosen in any case: a mandatory item is the rule
// {AnyOf: {item}}, and a prerequisite {If: item, AnyOf: {needed}}.
type Rule struct {
	Name  string
	If    string
	AnyOf []string
}

// An Overlap adds Value when both items are chosen; below 0 the two get in each
// other's way.
type Overlap struct {
	A, B  string
	Value int64
}

// A Problem is: maximise the value of the chosen items, with Overlaps, under
// the Budgets, Caps and Rules and with at most one item of each Exclusive group.
type Problem struct {
	Items     []Item
	Budgets   []Budget
	Caps      []Cap
	Rules     []Rule
	Exclusive [][]string
	Overlaps  []Overlap

	// Evaluate, if not nil, gives the exact value of a set (sorted by id) and
	// its exact cost per budget, where these are not sums: effects that
	// multiply, a cap on what they add up to. The sums given by Items and
	// Overlaps must then be optimistic for every set: value never lower and
	// cost never higher than Evaluate says.
	Evaluate func(chosen []string) (value int64, cost []int64)

	// NodeLimit is the number of branches tried before the search stops with
	// what it has; 0 means 200,000.
	NodeLimit int
}

// Status says what is known when the search ends.
type Status string

const (
	Optimal    Status = "optimal"    // proven: nothing is better
	NotProven  Status = "not_proven" // node limit: a feasible set, and a bound
	Infeasible Status = "infeasible" // proven: no set keeps all limits and rules
	NotFound   Status = "not_found"  // node limit before any feasible set
)

// A Solution is the chosen set. Of several sets with the greatest value it is
// the one of least total cost over all budgets, and of those the one whose
// sorted ids come first.
type Solution struct {
	Status Status
	Chosen []string // sorted
	Value  int64
	Cost   []int64 // per budget
	Bound  int64   // no set is worth more than this; Value when Optimal
	Gap    float64 // (Bound − Value) / max(1, |Value|); NaN when no set was found
	Nodes  int
	Reason string // why nothing was found, or why it is not proven
}

// Proven reports whether the status is certain, not cut off by the node limit.
func (s Solution) Proven() bool { return s.Status == Optimal || s.Status == Infeasible }
