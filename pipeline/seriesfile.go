package pipeline

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"

	"opdrift/forecasts"
)

// A seriesFile is a table of series that somebody made: the columns series, period
// and value, and if wanted group.
type seriesFile struct {
	frequency int
	series    []fileSeries // in the order in which the file names them
}

// A fileSeries is one series from its first to its last value.
type fileSeries struct {
	name   string
	group  string // "" for none
	first  int    // index of the period of values[0]
	values []float64
	gaps   bool // some values between are missing
}

// last is the index of the period of the last value.
func (s fileSeries) last() int { return s.first + len(s.values) - 1 }

// seriesColumns are the columns of the file; the last may be left out.
var seriesColumns = []string{"series", "period", "value", "group"}

// readSeries reads a file of series. Rows may stand in any order. An empty value,
// like a period that is not there, is a gap. Whatever else is wrong is an error that
// names the rows: see [DataError].
func readSeries(ctx context.Context, file, memoryLimit string) (seriesFile, error) {
	p := seriesParser{file: file, byName: map[string]int{}, frequencies: map[int]*rowList{}}
	reader := dataReader{file: file, memoryLimit: memoryLimit, pick: p.pick, row: p.row}
	if err := reader.read(ctx); err != nil {
		return seriesFile{}, err
	}
	return p.finish()
}

// A seriesParser takes rows of a file in.
type seriesParser struct {
	file        string
	grouped     bool
	rows        int
	byName      map[string]int
	series      []parsedSeries
	frequencies map[int]*rowList
	faults      rowFaults
}

type parsedSeries struct {
	name, group string
	points      []parsedPoint
}

type parsedPoint struct {
	row, frequency, index int
	value                 float64 // NaN for none
}

// pick finds the columns by their names.
func (p *seriesParser) pick(names []string) ([]int, error) {
	const want = "want the columns series, period, value and, if wanted, group"
	var places []int
	for _, column := range seriesColumns {
		i := slices.Index(names, column)
		switch {
		case i < 0 && column == "group":
		case i < 0:
			return nil, dataErrorf(p.file, "there is no column %s: %s", column, want)
		case slices.Contains(names[i+1:], column):
			return nil, dataErrorf(p.file, "the column %s is there twice: %s", column, want)
		default:
			places = append(places, i)
			p.grouped = column == "group"
		}
	}
	var unknown []string
	for _, n := range names {
		if !slices.Contains(seriesColumns, n) {
			unknown = append(unknown, n)
		}
	}
	if len(unknown) > 0 {
		return nil, dataErrorf(p.file, "unknown columns %q: %s", strings.Join(unknown, ", "), want)
	}
	return places, nil
}

// row takes one row in.
func (p *seriesParser) row(n int, cells []dataCell) error {
	p.rows = n
	name, fault := cells[0].name()
	if fault != "" {
		p.faults.add(n, "series %s: want its name in UTF-8", fault)
		return nil
	}
	group := ""
	if p.grouped && cells[3].kind != emptyCell {
		if group, fault = cells[3].name(); fault != "" {
			p.faults.add(n, "group %s: want its name in UTF-8, or nothing", fault)
		}
	}
	frequency, index, ok := parsePeriod(cells[1].text)
	if !ok {
		p.faults.add(n, "period is none: want a year 2014, a quarter 2014-Q1 or a month 2014-01, from %d to %d", oldestYear, newestYear)
		return nil
	}
	value, fault := cells[2].value()
	if fault != "" && cells[2].kind != emptyCell {
		p.faults.add(n, "value %s: want a number, or nothing where it is not known", fault)
	}
	if p.frequencies[frequency] == nil {
		p.frequencies[frequency] = &rowList{}
	}
	p.frequencies[frequency].add(n)
	p.add(name, group, parsedPoint{n, frequency, index, value})
	return nil
}

func (p *seriesParser) add(name, group string, point parsedPoint) {
	i, ok := p.byName[name]
	if !ok {
		i = len(p.series)
		name = strings.Clone(name) // not the whole line of the file with it
		p.byName[name] = i
		p.series = append(p.series, parsedSeries{name: name, group: strings.Clone(group)})
	}
	s := &p.series[i]
	if s.group != group {
		p.faults.add(point.row, "group differs from that of the series' first row: want one group a series")
	}
	s.points = append(s.points, point)
}

// finish makes series of the rows.
func (p *seriesParser) finish() (seriesFile, error) {
	if p.rows == 0 {
		return seriesFile{}, dataErrorf(p.file, "there are no rows below the header: want one for each series and period")
	}
	f := seriesFile{frequency: p.commonFrequency()}
	if len(p.frequencies) > 1 {
		return f, p.faults.err(p.file)
	}
	sound := len(p.faults.kinds) == 0 // or a value that is wrong would count as none
	for _, s := range p.series {
		begins := s.points[0].row
		made, ok := p.make(s)
		if !ok && sound {
			p.faults.add(begins, "every value of the series that begins here is empty: give it one, or take its rows out")
		}
		f.series = append(f.series, made)
	}
	return f, p.faults.err(p.file)
}

// commonFrequency is that of most rows. Rows of another one are faults.
func (p *seriesParser) commonFrequency() int {
	best := 0
	for _, f := range []int{yearly, quarterly, monthly} {
		if l := p.frequencies[f]; l != nil && (best == 0 || l.n > p.frequencies[best].n) {
			best = f
		}
	}
	for _, f := range []int{yearly, quarterly, monthly} {
		if l := p.frequencies[f]; l != nil && f != best {
			kind := "the period is " + frequencyNames[f] + ", but most are " + frequencyNames[best] + ": want one frequency a file"
			p.faults.add(l.first[0], "%s", kind)
			p.faults.rows[kind] = l
		}
	}
	return best
}

// make puts the values of a series in order. ok is false where it has none.
func (p *seriesParser) make(s parsedSeries) (_ fileSeries, ok bool) {
	slices.SortStableFunc(s.points, func(a, b parsedPoint) int { return cmp.Compare(a.index, b.index) })
	for i, point := range s.points {
		if i > 0 && s.points[i-1].index == point.index {
			p.faults.add(point.row, "series and period are those of a row before: want one value for each")
		}
	}
	known := slices.DeleteFunc(s.points, func(a parsedPoint) bool { return math.IsNaN(a.value) })
	if len(known) == 0 {
		return fileSeries{}, false
	}
	out := fileSeries{name: s.name, group: s.group, first: known[0].index}
	for _, point := range known {
		for out.last() < point.index-1 {
			out.values, out.gaps = append(out.values, math.NaN()), true
		}
		out.values = append(out.values, point.value)
	}
	return out, true
}

// panel hands the series to the forecasts. Each counts from its own last period:
// they end at one index, that of the newest of them, whatever year they end in, so
// that step 1 is the first period after a series' last value. Only a file that names
// groups says that its series are of one kind: without, they have none.
func (f seriesFile) panel() forecasts.Panel {
	end, grouped := f.series[0].last(), false
	for _, s := range f.series {
		end, grouped = max(end, s.last()), grouped || s.group != ""
	}
	p := forecasts.Panel{Frequency: f.frequency}
	for _, s := range f.series {
		var groups []string
		if grouped {
			groups = []string{everySeries}
		}
		if s.group != "" && s.group != everySeries {
			groups = []string{s.group, everySeries}
		}
		p.Series = append(p.Series, forecasts.Series{
			Key: s.name, Groups: groups, First: end - len(s.values) + 1, Values: s.values,
		})
	}
	return p
}

// everySeries is the group of all series of a file.
const everySeries = "all"
