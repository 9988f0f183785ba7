package priority

import (
	"math"
	"slices"
)

// smallest is the number of answers below which a level is weighted together
// with others.
const smallest = 5

// A target is a margin to rake to: the class of each respondent, and the share
// of the population in each class.
type target struct {
	name  string
	level []int // per respondent, −1 when not known
	share []float64
	slack float64 // what the other margins leave out of the population, and this one does not
}

// A frame is what is known about the population of one survey.
type frame struct {
	targets    []target            // sorted by name
	labels     map[string][]string // by target, what each class is called
	population float64
	unreached  float64 // the largest share of any margin in levels nobody reached
	warnings   []Warning
}

// A census is one margin before its levels are made into classes.
type census struct {
	name   string
	levels []Margin  // with population, in order
	share  []float64 // of the population, by level
	member []int     // level of each respondent, −1 when not known
	counts []int     // respondents by level
}

// frameOf builds the targets of one survey's respondents. A level that nobody
// reached is reported with its population share. In an ordered margin the
// nearest bands stand for it; in the others its population leaves the margin, so
// that nobody speaks for it, and leaves the coarser margin that holds it too
// (see nest). Margins that know nothing of them still count them: there they are
// silent (see slacken). Levels of 1 to 4 answers are weighted together with others
// (see classesOf).
func frameOf(survey string, margins []Margin, persons []person) frame {
	byName := map[string][]Margin{}
	for _, m := range margins {
		if m.Survey == survey && m.Population > 0 {
			byName[m.Margin] = append(byName[m.Margin], m)
		}
	}
	f := frame{labels: map[string][]string{}}
	var known []census
	for _, name := range sortedKeys(byName) {
		if c, ok := f.count(survey, name, byName[name], persons); ok {
			known = append(known, c)
		}
	}
	nest(known)
	for _, c := range known {
		f.add(survey, c)
	}
	slacken(f.targets)
	if len(f.targets) == 0 {
		f.population = float64(len(persons))
		f.warn(frameMissing(survey))
	}
	return f
}

func (f *frame) warn(w Warning) { f.warnings = append(f.warnings, w) }

// count places the respondents in the levels of a margin; not ok when it says
// nothing about any of them.
func (f *frame) count(survey, name string, levels []Margin, persons []person) (census, bool) {
	slices.SortFunc(levels, func(a, b Margin) int { return compareLevels(a.Level, b.Level) })
	c := census{name: name, levels: levels, share: make([]float64, len(levels)), member: make([]int, len(persons)), counts: make([]int, len(levels))}
	words, _ := membership(name, persons)
	index, total, outside := map[string]int{}, 0.0, 0
	for l, m := range levels {
		index[m.Level] = l
		total += float64(m.Population)
	}
	for l, m := range levels {
		c.share[l] = float64(m.Population) / total
	}
	for i := range persons {
		c.member[i] = -1
		if words == nil {
			continue
		}
		if l, ok := index[words[i]]; ok {
			c.member[i] = l
			c.counts[l]++
		} else {
			outside++
		}
	}
	if words == nil || outside == len(persons) {
		f.warn(unknownMargin(survey, name))
		return c, false
	}
	if outside > 0 {
		f.warn(outsideFrame(survey, name, outside, len(persons)))
	}
	f.agree(survey, name, total)
	return c, true
}

// agree keeps the first margin's total as the population and says when another
// differs by more than half a per cent.
func (f *frame) agree(survey, name string, total float64) {
	if f.population == 0 {
		f.population = total
	} else if math.Abs(total/f.population-1) > 0.005 {
		f.warn(disagree(survey, name, total, f.population))
	}
}

// add makes a margin a target, and says what became of its levels.
func (f *frame) add(survey string, c census) {
	classes := classesOf(c)
	t := target{name: c.name, level: slices.Clone(c.member), share: make([]float64, len(classes))}
	at := make([]int, len(c.levels))
	for l := range at {
		at[l] = -1
	}
	for k, class := range classes {
		for _, l := range class.members {
			at[l] = k
			t.share[k] += c.share[l]
		}
		f.labels[c.name] = append(f.labels[c.name], c.names(class.members, -1))
	}
	for i, l := range t.level {
		if l >= 0 {
			t.level[i] = at[l]
		}
	}
	f.report(survey, c, classes, at)
	f.targets = append(f.targets, t)
}

// report warns of levels that nobody or only few answered in.
func (f *frame) report(survey string, c census, classes []class, at []int) {
	total, missing := 0.0, 0.0
	for _, m := range c.levels {
		total += float64(m.Population)
	}
	for l, m := range c.levels {
		with := ""
		if at[l] >= 0 {
			with = c.names(classes[at[l]].members, l)
		}
		switch share := float64(m.Population) / total; {
		case c.counts[l] == 0:
			missing += share
			f.warn(unreachedLevel(survey, c.name, m.Level, share, with))
		case c.counts[l] < smallest && with != "":
			f.warn(collapsed(survey, c.name, m.Level, c.counts[l], with))
		}
	}
	f.unreached = max(f.unreached, missing)
}

// membership is each respondent's level of a margin; not ok, and nil, when the
// margin is service and someone answered about several, or answers do not know it.
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
		} else {
			return nil, false
		}
	}
	return level, true
}
