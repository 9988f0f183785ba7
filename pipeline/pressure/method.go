package pressure

import "fmt"

// A Method shares a change out over factors. Its text is the column `method`.
type Method string

const (
	// Shapley is the mean over all orders in which the factors may change,
	// see [ShapleyValues]. It is the method of every headline.
	Shapley Method = "shapley"
	// LMDI is the logarithmic mean Divisia index, see [LMDIValues].
	LMDI Method = "lmdi"
	// OneAtATime changes one factor with all others as before, see
	// [OneAtATimeValues]. It leaves a rest, the effect "interaction".
	OneAtATime Method = "one_at_a_time"
)

// ParseMethod returns the method with the given name.
func ParseMethod(name string) (Method, error) {
	switch m := Method(name); m {
	case Shapley, LMDI, OneAtATime:
		return m, nil
	}
	return "", fmt.Errorf("no method of decomposition is named %q: shapley, lmdi and one_at_a_time are", name)
}

// values returns the effect of each of n factors, and with OneAtATime the
// interaction as one more.
func (m Method) values(n int, cells []Cell) ([]float64, error) {
	switch m {
	case Shapley:
		return ShapleyValues(n, cells), nil
	case LMDI:
		return LMDIValues(n, cells)
	case OneAtATime:
		effects, interaction := OneAtATimeValues(n, cells)
		return append(effects, interaction), nil
	}
	panic(fmt.Sprintf("pressure: unknown method %q, use ParseMethod", string(m)))
}
