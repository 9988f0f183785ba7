package priority

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// smallest is the number of answers below which a level is weighted together
// with its neighbour.
const smallest = 5

// A target is a margin to rake to: the level of each respondent, and the share
// of the population in each level.
type target struct {
	name  string
	level []int // per respondent, −1 when not known
	share []float64
}

// A frame is what is known about the population of one survey.
type frame struct {
	targets    []target
	population float64
	unreached  float64 // the largest share of any margin in levels nobody reached
	warnings   []Warning
}

// frameOf builds the targets of one survey's respondents. Levels of 1 to 4
// answers are collapsed; levels of none are reported as unreached and left out,
// so that the rest of their margin is weighted among itself.
func frameOf(survey string, margins []Margin, persons []person) frame {
	byName := map[string][]Margin{}
	for _, m := range margins {
		if m.Survey == survey {
			byName[m.Margin] = append(byName[m.Margin], m)
		}
	}
	f := frame{}
	for _, name := range sortedKeys(byName) {
		levels := byName[name]
		slices.SortFunc(levels, func(a, b Margin) int { return compareLevels(a.Level, b.Level) })
		f.add(survey, name, levels, persons)
	}
	if len(f.targets) == 0 {
		f.population = float64(len(persons))
		f.warn(Warning{Survey: survey, Code: FrameMissing, Share: math.NaN(), Text: "nothing is known about who was asked: answers count equally"})
	}
	return f
}

func (f *frame) warn(w Warning) { f.warnings = append(f.warnings, w) }

// compareLevels sorts age bands by age and words by name.
func compareLevels(a, b string) int {
	x, okx := leading(a)
	y, oky := leading(b)
	if okx && oky && x != y {
		return cmp.Compare(x, y)
	}
	return cmp.Compare(a, b)
}

func leading(s string) (int, bool) {
	digits := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
	n, err := strconv.Atoi(digits)
	return n, err == nil
}

func (f *frame) add(survey, name string, levels []Margin, persons []person) {
	member, ok := membership(name, persons)
	if !ok {
		f.warn(Warning{Survey: survey, Margin: name, Code: UnknownMargin, Share: math.NaN(),
			Text: fmt.Sprintf("margin %s is not used: the answers do not place each respondent in one level of it", name)})
		return
	}
	index := map[string]int{}
	total, counts := 0.0, make([]int, len(levels))
	for l, m := range levels {
		index[m.Level] = l
		total += float64(m.Population)
	}
	if total <= 0 {
		return
	}
	t := target{name: name, level: make([]int, len(persons)), share: make([]float64, len(levels))}
	outside := 0
	for i, level := range member {
		l, known := index[level]
		if !known {
			l = -1
			outside++
		} else {
			counts[l]++
		}
		t.level[i] = l
	}
	if outside > 0 {
		f.warn(Warning{Survey: survey, Margin: name, Code: OutsideFrame, Share: float64(outside) / float64(len(persons)),
			Text: fmt.Sprintf("%d respondents have no level of %s that the frame knows: that margin leaves their weight alone", outside, name)})
	}
	f.agree(survey, name, total)
	f.reach(survey, name, levels, counts, total)
	merge := f.collapse(survey, name, levels, counts)
	for i, l := range t.level {
		if l >= 0 {
			t.level[i] = merge[l]
		}
	}
	for l, m := range levels {
		if counts[l] > 0 {
			t.share[merge[l]] += float64(m.Population) / total
		}
	}
	f.targets = append(f.targets, t)
}

// agree keeps the first margin's total as the population and says when another
// differs by more than half a per cent.
func (f *frame) agree(survey, name string, total float64) {
	if f.population == 0 {
		f.population = total
	} else if math.Abs(total/f.population-1) > 0.005 {
		f.warn(Warning{Survey: survey, Margin: name, Code: Disagree, Share: math.NaN(),
			Text: fmt.Sprintf("margin %s counts %.0f persons, the first margin %.0f: shares are used", name, total, f.population)})
	}
}

func (f *frame) reach(survey, name string, levels []Margin, counts []int, total float64) {
	missing := 0.0
	for l, m := range levels {
		if counts[l] > 0 || m.Population == 0 {
			continue
		}
		share := float64(m.Population) / total
		missing += share
		f.warn(Warning{Survey: survey, Margin: name, Level: m.Level, Code: Unreached, Share: share,
			Text: fmt.Sprintf("nobody answered among %s %s", name, m.Level)})
	}
	f.unreached = max(f.unreached, missing)
}

// collapse joins each reached level of under 5 answers, fewest first, with the
// smaller of its reached neighbours, and returns the level each one ends in.
func (f *frame) collapse(survey, name string, levels []Margin, counts []int) []int {
	merge := make([]int, len(levels))
	var reached []int
	size := slices.Clone(counts)
	for l := range merge {
		merge[l] = l
		if counts[l] > 0 {
			reached = append(reached, l)
		}
	}
	for len(reached) > 1 {
		at := 0
		for k := range reached {
			if size[reached[k]] < size[reached[at]] {
				at = k
			}
		}
		if size[reached[at]] >= smallest {
			break
		}
		into := at - 1
		if at == 0 || at+1 < len(reached) && size[reached[at+1]] < size[reached[at-1]] {
			into = at + 1
		}
		from, to := reached[at], reached[into]
		f.warn(Warning{Survey: survey, Margin: name, Level: levels[from].Level, Code: Collapsed, Share: math.NaN(),
			Text: fmt.Sprintf("%s %s has %d answers: weighted together with %s", name, levels[from].Level, size[from], levels[to].Level)})
		for l := range merge {
			if merge[l] == from {
				merge[l] = to
			}
		}
		size[to] += size[from]
		reached = slices.Delete(reached, at, at+1)
	}
	return merge
}

// membership is each respondent's level of a margin; not ok when none has one,
// or the margin is service and someone answered about several.
func membership(name string, persons []person) (level []string, ok bool) {
	level = make([]string, len(persons))
	for i, p := range persons {
		if name == "service" {
			services := p.services()
			if len(services) != 1 {
				return nil, false
			}
			level[i] = services[0]
		} else if slices.Contains(attributes, name) {
			level[i] = p.level[name]
		}
		ok = ok || level[i] != ""
	}
	return level, ok
}
