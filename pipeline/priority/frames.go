package priority

import (
	"cmp"
	"math"
	"slices"

	"opdrift/pipeline/money"
)

// A pot is a frame and the services it must pay for.
type pot struct {
	level   string
	name    string
	members []int // indexes of Plan.Services
	frame   money.Ore
}

// pots lists the frames of a year at a level.
//
// service: each service that has a frame. committee: each committee that has a
// frame, or whose services all have one. all: the frame of all; without one, the
// committees' frames and those of services whose committee has none, covering
// just these services. A service's frame is a part of its committee's, never on
// top of it.
func (p Plan) pots(level string, year int) []pot {
	switch level {
	case "service":
		return p.servicePots(year)
	case "committee":
		return p.committeePots(year)
	}
	return p.allPot(year)
}

func (p Plan) servicePots(year int) []pot {
	var out []pot
	for i, s := range p.Services {
		if amount, ok := p.frameOf(year, s.Service, ""); ok {
			out = append(out, pot{"service", s.Service, []int{i}, amount})
		}
	}
	return out
}

func (p Plan) committeePots(year int) []pot {
	var out []pot
	for _, c := range p.committees() {
		at := pot{level: "committee", name: c}
		complete := true
		for i, s := range p.Services {
			if s.Committee != c {
				continue
			}
			at.members = append(at.members, i)
			amount, ok := p.frameOf(year, s.Service, "")
			at.frame += amount
			complete = complete && ok
		}
		if amount, ok := p.frameOf(year, "", c); ok {
			at.frame, complete = amount, true
		}
		if complete {
			out = append(out, at)
		}
	}
	return out
}

func (p Plan) allPot(year int) []pot {
	at := pot{level: "all", name: "all"}
	if amount, ok := p.frameOf(year, "", ""); ok {
		at.frame = amount
		for i := range p.Services {
			at.members = append(at.members, i)
		}
		return []pot{at}
	}
	framed := map[string]bool{}
	for _, c := range p.committees() {
		if amount, ok := p.frameOf(year, "", c); ok {
			framed[c] = true
			at.frame += amount
		}
	}
	for i, s := range p.Services {
		if framed[s.Committee] {
			at.members = append(at.members, i)
		} else if amount, ok := p.frameOf(year, s.Service, ""); ok {
			at.members = append(at.members, i)
			at.frame += amount
		}
	}
	if len(at.members) == 0 {
		return nil
	}
	return []pot{at}
}

// frameOf adds the rows of one year and one service or committee.
func (p Plan) frameOf(year int, service, committee string) (amount money.Ore, ok bool) {
	for _, f := range p.Frames {
		if f.Year != year || blank(f.Service) != service {
			continue
		}
		if service != "" || blank(f.Committee) == committee {
			amount, ok = amount+f.Amount, true
		}
	}
	return amount, ok
}

// blank treats the word all as no name.
func blank(name string) string {
	if name == "all" {
		return ""
	}
	return name
}

// committees are the names in use, sorted; services without one have none.
func (p Plan) committees() []string {
	var out []string
	for _, s := range p.Services {
		if s.Committee != "" {
			out = append(out, s.Committee)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// scaled returns the plan as a scenario sees it: services by name, frames and
// forecasts changed by its assumptions.
func (p Plan) scaled(s Params) Plan {
	p.Services = slices.Clone(p.Services)
	slices.SortFunc(p.Services, func(a, b Service) int { return cmp.Compare(a.Service, b.Service) })
	p.Frames = slices.Clone(p.Frames)
	for i := range p.Frames {
		p.Frames[i].Amount = times(p.Frames[i].Amount, 1+s.FrameChange)
	}
	if s.ForecastChange == 0 {
		return p
	}
	for i, v := range p.Services {
		forecast := slices.Clone(v.Forecast)
		for t := range forecast {
			forecast[t] = times(forecast[t], 1+s.ForecastChange)
		}
		p.Services[i].Forecast, p.Services[i].Draws = forecast, scaledDraws(v.Draws, 1+s.ForecastChange)
	}
	return p
}

func scaledDraws(draws [][]float32, by float64) [][]float32 {
	out := make([][]float32, len(draws))
	for t := range draws {
		out[t] = make([]float32, len(draws[t]))
		for d, v := range draws[t] {
			out[t][d] = float32(float64(v) * by)
		}
	}
	return out
}

// times multiplies an amount, rounded to whole øre half away from zero. A factor
// of 1 changes nothing, whatever the size.
func times(o money.Ore, by float64) money.Ore {
	if by == 1 {
		return o
	}
	return money.Ore(math.Round(float64(o) * by))
}
