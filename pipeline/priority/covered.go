package priority

import "opdrift/pipeline/money"

// Covered is what a year's frames allow at one level, and the services they pay for.
type Covered struct {
	Level    string // all, committee or service
	Name     string
	Services []string
	Frame    money.Ore
}

// Cover lists the frames of a year at every level: those that [BudgetGap] holds the
// forecast against.
func (p Plan) Cover(year int) []Covered {
	var out []Covered
	for _, level := range []string{"all", "committee", "service"} {
		for _, pot := range p.pots(level, year) {
			c := Covered{Level: pot.level, Name: pot.name, Frame: pot.frame}
			for _, i := range pot.members {
				c.Services = append(c.Services, p.Services[i].Service)
			}
			out = append(out, c)
		}
	}
	return out
}
