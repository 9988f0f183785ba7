package pressure

// OneAtATimeValues returns for each of n factors v({f}) − v(none), the change
// in kroner had this factor alone changed, and the interaction, v(all) − v(none)
// less these. v is that of [ShapleyValues].
//
// It is what many expect to see, and shown beside the Shapley values for that
// reason only: the rest can be larger than the change, and exchanging the years
// gives other effects, not the opposite ones.
func OneAtATimeValues(n int, cells []Cell) (effects []float64, interaction float64) {
	mustMatch(n, cells)
	v := subsetValues(n, cells)
	effects = make([]float64, n)
	interaction = v[len(v)-1] - v[0]
	for f := range effects {
		effects[f] = v[1<<f] - v[0]
		interaction -= effects[f]
	}
	return effects, interaction
}
