package forecasts

// A pool is the series that together estimate what none of them can alone, and
// those of them that take their answer from it.
type pool struct {
	members, takers []int // places in the panel, ascending
}

// A poolKey names what series may share: one municipality's service, or a group.
type poolKey struct {
	flow  *Flow
	group string
}

// pools gives each usable series its pool: its service in its municipality (the
// series of one [Flow]) if that has at least least usable series, else the narrowest
// group that has, else the widest. They come in the order of their first taker.
func (p Panel) pools(usable []bool, least int) []pool {
	members := make(map[poolKey][]int)
	for i, s := range p.Series {
		if !usable[i] {
			continue
		}
		for _, key := range s.poolKeys() {
			members[key] = append(members[key], i)
		}
	}
	at := make(map[poolKey]int)
	var out []pool
	for i, s := range p.Series {
		if !usable[i] {
			continue
		}
		keys := s.poolKeys()
		key := keys[len(keys)-1]
		for _, k := range keys {
			if len(members[k]) >= least {
				key = k
				break
			}
		}
		k, ok := at[key]
		if !ok {
			k = len(out)
			at[key] = k
			out = append(out, pool{members: members[key]})
		}
		out[k].takers = append(out[k].takers, i)
	}
	return out
}

// poolKeys lists what a series may share with others, narrowest first.
func (s Series) poolKeys() []poolKey {
	var keys []poolKey
	if s.Flow != nil {
		keys = append(keys, poolKey{flow: s.Flow})
	}
	for _, g := range s.groups() {
		keys = append(keys, poolKey{group: g})
	}
	return keys
}
