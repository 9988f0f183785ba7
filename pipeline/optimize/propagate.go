package optimize

// A state is a partial choice: each item is chosen, left or free. Every change
// is on the trail, so that a branch can be taken back.
type state struct {
	m     *model
	fix   []int8 // free, out or in
	trail []int
}

const (
	free int8 = iota - 1
	out
	in
)

func newState(m *model) *state {
	s := &state{m: m, fix: make([]int8, len(m.ids))}
	for j := range s.fix {
		s.fix[j] = free
	}
	return s
}

func (s *state) set(j int, v int8) {
	s.fix[j] = v
	s.trail = append(s.trail, j)
}

func (s *state) undo(mark int) {
	for _, j := range s.trail[mark:] {
		s.fix[j] = free
	}
	s.trail = s.trail[:mark]
}

// propagate fixes what follows from the choices made so far and reports false
// when they cannot be completed.
func (s *state) propagate() bool {
	for {
		before := len(s.trail)
		if !s.groups() || !s.clauses() || !s.rows() {
			return false
		}
		if len(s.trail) == before {
			return true
		}
	}
}

func (s *state) groups() bool {
	for _, g := range s.m.groups {
		chosen := -1
		for _, j := range g {
			if s.fix[j] != in {
				continue
			}
			if chosen >= 0 {
				return false
			}
			chosen = j
		}
		if chosen < 0 {
			continue
		}
		for _, j := range g {
			if s.fix[j] == free {
				s.set(j, out)
			}
		}
	}
	return true
}

func (s *state) clauses() bool {
	for _, c := range s.m.clauses {
		if c.when >= 0 && s.fix[c.when] == out {
			continue
		}
		kept, open, last := s.clause(c)
		inForce := c.when < 0 || s.fix[c.when] == in
		switch {
		case kept || open > 1:
		case open == 0 && inForce:
			return false
		case open == 0:
			s.set(c.when, out)
		case inForce:
			s.set(last, in)
		}
	}
	return true
}

// clause says whether the clause is kept already, and by how many free items it
// still could be.
func (s *state) clause(c clause) (kept bool, open, last int) {
	for _, j := range c.any {
		switch s.fix[j] {
		case in:
			return true, 0, 0
		case free:
			open, last = open+1, j
		}
	}
	return false, open, last
}

// rows compares each limit with the least that the free items can bring it to.
func (s *state) rows() bool {
	for r := range s.m.rows {
		load, limit := s.m.rows[r].load, s.m.rows[r].max
		var least int64
		for j, a := range load {
			if s.fix[j] == in || s.fix[j] == free && a < 0 {
				least += a
			}
		}
		if least > limit {
			return false
		}
		for j, a := range load {
			switch {
			case s.fix[j] != free:
			case a > 0 && least+a > limit:
				s.set(j, out)
			case a < 0 && least-a > limit: // without this saving the limit cannot be kept
				s.set(j, in)
			}
		}
	}
	return true
}
