package pipeline

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Setting changes one thing about a service's future.
type Setting struct {
	Name    string  // volume, inflow, price or population
	Factor  float64 // 1.1 for +10%; not of population
	From    int64   // first year it holds for; 0 is the first year forecast
	Variant string  // of population: low or high
}

// settingNames are the settings there are, with what they change.
var settingNames = []string{"volume", "inflow", "price", "population"}

var percentForm = regexp.MustCompile(`^([+-][0-9]+(?:\.[0-9]+)?)%(?:@([0-9]{4}))?$`)

// ParseSetting reads a what-if:
//
//	volume=+10%@2027   full-year persons of the service, in every age band, from that year on
//	inflow=+10%@2027   persons who come into it, from that year on
//	price=-2.5%@2027   its unit cost in fixed prices (its spending where it has no volume)
//	population=high    that variant of the population's projection, from now on
//
// Without @YEAR a change holds for every year forecast. Per cent are of the
// baseline of the same year; several changes multiply.
func ParseSetting(text string) (Setting, error) {
	name, value, found := strings.Cut(text, "=")
	s := Setting{Name: strings.TrimSpace(name)}
	value = strings.TrimSpace(value)
	switch {
	case !found || value == "":
		return s, requestErrorf("setting %q: want NAME=VALUE, such as inflow=+10%%@2027", text)
	case !slices.Contains(settingNames, s.Name):
		return s, requestErrorf("setting %q: want one of %s", text, strings.Join(settingNames, ", "))
	case s.Name == "population":
		if s.Variant = value; value != "low" && value != "high" {
			return s, requestErrorf("setting %q: want population=low or population=high", text)
		}
		return s, nil
	}
	m := percentForm.FindStringSubmatch(value)
	if m == nil {
		return s, requestErrorf("setting %q: want a change in per cent with its sign, and if wanted the year it begins, such as %s=+10%%@2027", text, s.Name)
	}
	percent, err := strconv.ParseFloat(m[1], 64)
	if err != nil || percent < -100 || percent > 1000 {
		return s, requestErrorf("setting %q: want -100%% to +1000%%", text)
	}
	if s.Factor = 1 + percent/100; m[2] != "" {
		s.From, err = strconv.ParseInt(m[2], 10, 64)
	}
	return s, err
}

// checkSettings refuses what the forecast years do not have.
func checkSettings(settings []Setting, years []int64) error {
	variant := ""
	for _, s := range settings {
		if s.From != 0 && !slices.Contains(years, s.From) {
			return requestErrorf("%s is to change in %d: want a year that is forecast, %d to %d", s.Name, s.From, years[0], years[len(years)-1])
		}
		if s.Name != "population" {
			continue
		}
		if variant != "" {
			return requestErrorf("population is set twice: set it once")
		}
		variant = s.Variant
	}
	return nil
}
