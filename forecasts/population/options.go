package population

import "fmt"

const (
	maxYears  = 60
	maxAge    = 130
	maxOpen   = 100
	maxStep   = 10
	maxGap    = 2    // ages in a row that are interpolated
	maxPerson = 1e12 // in one cell
)

// checked fills in the defaults of a history with groups of this width.
func (o Options) checked(native int) (Options, error) {
	if o.Width == 0 {
		o.Width = native
	}
	if o.Width != 1 && o.Width != 5 {
		return o, fmt.Errorf("%w: width is %d; allowed are 1 and 5", ErrOption, o.Width)
	}
	if o.Width < native {
		return o, fmt.Errorf("%w: width is %d but the history has ages in steps of %d; give single ages or width 5", ErrOption, o.Width, native)
	}
	if o.Step == 0 {
		o.Step = o.Width
	}
	if o.Step < o.Width || o.Step%o.Width != 0 || o.Step > maxStep {
		return o, fmt.Errorf("%w: step is %d; allowed are multiples of the width (%d) up to %d", ErrOption, o.Step, o.Width, maxStep)
	}
	if o.Window == 0 {
		o.Window = 1
		if o.Step == 1 {
			o.Window = 5
		}
	}
	if o.Window < 1 || o.Window > maxYears {
		return o, fmt.Errorf("%w: window is %d; allowed are 1 to %d years", ErrOption, o.Window, maxYears)
	}
	if o.OpenAge < 0 || o.OpenAge > 0 && o.OpenAge < 50 || o.OpenAge > maxAge {
		return o, fmt.Errorf("%w: open age is %d; allowed are 50 to %d, and 0 for the highest there is", ErrOption, o.OpenAge, maxAge)
	}
	if o.Bands == nil {
		o.Bands = Bands
	}
	return o, checkBands(o.Bands)
}

func checkBands(bands []Band) error {
	for i, b := range bands {
		if b.From < 0 || b.To >= 0 && b.To < b.From {
			return fmt.Errorf("%w: band %d is %d to %d; it begins at 0 or later and does not end before it begins", ErrOption, i+1, b.From, b.To)
		}
		for _, other := range bands[:i] {
			if b.holds(other.From) || other.holds(b.From) {
				return fmt.Errorf("%w: bands %d-%d and %d-%d overlap; an age belongs to one band", ErrOption, other.From, other.To, b.From, b.To)
			}
		}
	}
	return nil
}
