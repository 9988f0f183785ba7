package config

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// A setting is one line of the table below. A path may hold one *, which stands
// for the name of an extract, or of a service.
type setting struct {
	path    string
	service bool   // the * in path stands for the code of a service
	about   string // one sentence for the file, the schema and config --show
	want    string
	schema  map[string]any
	machine bool // does not change a result, so stays out of Hash
	tables  bool

	read  func(c *Config, key string, n *yaml.Node) error // decode, check and store
	check func(c Config, key string) error
	value func(c Config, key string) any
	keys  func(c Config) []string // names that stand for *, in order
}

var (
	anyText   = regexp.MustCompile(`^\S.{0,199}$`)
	pathText  = regexp.MustCompile(`^.{1,1000}$`)
	maybePath = regexp.MustCompile(`^.{0,1000}$`)
	keyText   = regexp.MustCompile(`^.{0,40}$`)
	groupText = regexp.MustCompile(`^([A-Za-z0-9_][^:,/]{0,63})?$`)
	memText   = regexp.MustCompile(`^([1-9][0-9]?%|[1-9][0-9]{0,5}(\.[0-9]+)?([KMGT]B|[KMGT]iB))?$`)
	nameText  = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)
)

// RunMemory is the most memory of the engine for a run, in MiB, where nothing else is said:
// with it the process stays below 2.5 GB at 50 million postings (docs/measurements.md). What
// does not fit stands in the run's scratch folder.
const RunMemory = 1400

// settings is the one table of what can be set, in the order of the commented
// file.
var settings = []setting{
	bind("name", "Name of the municipality or project, as the report prints it.", text(anyText, "1 to 200 characters on one line, the first no space"), func(c *Config) *string { return &c.Name }),
	bind("municipality", "Own key in the extracts' municipality columns; empty when they hold one municipality.", text(keyText, "up to 40 characters on one line"), func(c *Config) *string { return &c.Municipality }),
	bind("language", "Language of the report.", choice("da", "en"), func(c *Config) *string { return &c.Language }),
	bind("currency", "Currency of every amount.", iso4217(), func(c *Config) *string { return &c.Currency }),
	bind("fiscal_year_start", "Month in which the fiscal year starts; years that do not start in January are named by the year they end.", whole(1, 12, ""), func(c *Config) *int { return &c.FiscalYearStart }),
	bind("as_of", "The run knows nothing registered after this day; newest is the end of the newest month in costs with a normal number of postings.", word(date(), "newest", time.Time{}), func(c *Config) *time.Time { return &c.AsOf }),
	bind("price_year", "Year of fixed prices; auto is the last complete year.", word(whole(1980, 2199, ""), "auto", Auto), func(c *Config) *int { return &c.PriceYear }),
	bind("horizon", "Years forecast after the last complete year.", whole(1, 40, "years"), func(c *Config) *int { return &c.Horizon }),
	bind("closing_months", "Months after its end until a year is complete; auto is 4 with person-level cases and 0 with aggregated sources.", word(whole(0, 24, "months"), "auto", Auto), func(c *Config) *int { return &c.ClosingMonths }),
	bind("seed", "Seed of every random stream.", seed(), func(c *Config) *uint64 { return &c.Seed }),
	bind("draws", "Joint draws of the forecast.", whole(100, 20000, "draws"), func(c *Config) *int { return &c.Draws }),
	bind("scenarios", "Built-in scenarios by name, or scenario files ending in .yaml.", list(text(anyText, "a scenario's name or file"), 1, 100, false), func(c *Config) *[]string { return &c.Scenarios }),

	local(bind("extracts.folder", "Folder of the extracts; each is NAME.parquet or NAME/*.parquet in it. May be absolute.", text(pathText, "a folder"), func(c *Config) *string { return &c.Extracts.Folder })),
	local(bindEach("extracts.files.*", "Files of one extract, where they stand elsewhere: paths or patterns such as ledger/2*.parquet.", list(text(pathText, "a path or a pattern"), 1, 10000, false), func(c *Config) *map[string][]string { return &c.Extracts.Files })),

	bind("quality.max_share_rows", "Share of an extract's rows that may go to quarantine before the run stops; contract is the limit in each extract's contract.", word(number(0, 1), "contract", Contract), func(c *Config) *float64 { return &c.Quality.MaxShareRows }),
	bind("quality.max_share_amount", "Share of an extract's kroner that may go to quarantine before the run stops; contract is the limit in each extract's contract.", word(number(0, 1), "contract", Contract), func(c *Config) *float64 { return &c.Quality.MaxShareAmount }),
	bindLimit("quality.extracts.*.max_share_rows", "The same for one extract.", func(l *Limit) **float64 { return &l.MaxShareRows }),
	bindLimit("quality.extracts.*.max_share_amount", "The same for one extract.", func(l *Limit) **float64 { return &l.MaxShareAmount }),

	// Neither changes a result: they only stop a run.
	local(bind("freshness.max_days", "Days that the newest day of an extract may lie before an explicit as_of, or else before today, before the run stops; contract is what each extract's contract says.", maxDays(), func(c *Config) *int { return &c.Freshness.MaxDays })),
	local(bindEach("freshness.extracts.*", "The same for one extract.", maxDays(), func(c *Config) *map[string]int { return &c.Freshness.Extracts })),

	bind("reconciliation.max_rest_share", "Share of the ledger's kroner that may stay unexplained by cases before the run stops.", word(number(0, 1), "off", Off), func(c *Config) *float64 { return &c.Reconciliation.MaxRestShare }),
	// Neither changes a result: they only stop a run.
	local(bind("reconciliation.limit", "Share of a service's ledger in a complete year that may stay unexplained by cases before the run stops.", word(number(0, 10), "off", Off), func(c *Config) *float64 { return &c.Reconciliation.Limit })),
	local(ofServices(bindEach("reconciliation.services.*", "The same for one service.", word(number(0, 10), "off", Off), func(c *Config) *map[string]float64 { return &c.Reconciliation.Services }))),
	bind("reconciliation.warning", "Share of a service's ledger in a complete year from which the table quality and the headline warn.", word(number(0, 10), "off", Off), func(c *Config) *float64 { return &c.Reconciliation.Warning }),
	bind("reconciliation.materiality", "Share of the municipality's ledger of the year that an unexplained amount of a service must pass to count for limit and warning.", number(0, 1), func(c *Config) *float64 { return &c.Reconciliation.Materiality }),

	bind("refusion.threshold_growth", "Yearly growth of a refund scheme's amounts from the newest published year to later ones; 0.02 is 2 %. The law regulates them by a percentage that is not known ahead.", number(-0.1, 0.25), func(c *Config) *float64 { return &c.Refusion.ThresholdGrowth }),

	bind("forecast.models", "Models that compete in the backtest; auto is all of them.", list(text(nameText, "a model's name"), 1, 100, false), func(c *Config) *[]string { return &c.Forecast.Models }),
	bind("forecast.min_group", "Series that a group needs to choose its own model; smaller groups follow the level above.", whole(1, 10000, "series"), func(c *Config) *int { return &c.Forecast.MinGroup }),

	bind("budget.concept", "Spending that the frame is held against.", choice("service_expenditure", "gross", "net"), func(c *Config) *string { return &c.Budget.Concept }),
	bind("frame.probability", "Probability with which a scenario must keep the frame.", number(0.5, 0.999), func(c *Config) *float64 { return &c.Frame.Probability }),

	bind("citizens.group_shares", "What a group of citizens counts by: its share of the population, its share of need, or all groups alike.", choice("population", "need", "equal"), func(c *Config) *string { return &c.Citizens.GroupShares }),
	bind("citizens.replicates", "Bootstrap replicates of the survey weights.", whole(100, 10000, "replicates"), func(c *Config) *int { return &c.Citizens.Replicates }),
	bind("citizens.min_answers", "Means of fewer answers are not shown.", whole(3, 1000, "answers"), func(c *Config) *int { return &c.Citizens.MinAnswers }),
	bind("citizens.tie_probability", "Two domains are ranked apart when one is above the other with at least this probability.", number(0.5, 1), func(c *Config) *float64 { return &c.Citizens.TieProbability }),

	bind("investment.realism", "Factor on a measure's expected effect for evidence level 1 (expert opinion) to 5 (replicated trial).", list(number(0, 1), 5, 5, true), func(c *Config) *[]float64 { return &c.Investment.Realism }),
	bind("discount.rates", "Real discount rates, as dated data: those in force on the as-of date count.", rateTables(), func(c *Config) *[]Rates { return &c.Discount.Rates }),

	local(bind("publish.folder", "Folder of the published runs. May be absolute.", text(pathText, "a folder"), func(c *Config) *string { return &c.Publish.Folder })),
	local(bind("publish.keep", "Newest runs that 'opdrift runs prune' keeps.", word(whole(1, 100000, "runs"), "all", All), func(c *Config) *int { return &c.Publish.Keep })),
	local(bind("publish.public_group", "Group of this machine that may read public/; empty for none.", text(groupText, "a group's name, or nothing"), func(c *Config) *string { return &c.Publish.PublicGroup })),

	local(bind("engine.name", "Engine that reads the raw rows; the results are the same.", choice("duckdb", "trino"), func(c *Config) *string { return &c.Engine.Name })),
	local(bind("engine.threads", "Threads of the engine; 0 is every processor.", whole(0, 1024, "threads"), func(c *Config) *int { return &c.Engine.Threads })),
	local(bind("engine.memory_limit", "Memory of the engine, such as 60% or 4GB; empty is 60% of what the machine or its container has, and for a run at most "+strconv.Itoa(RunMemory)+"MiB: its tables may leave memory for spill_folder.", text(memText, "such as 60% or 4GB, or nothing"), func(c *Config) *string { return &c.Engine.MemoryLimit })),
	local(bind("engine.spill_folder", "Folder for scratch files larger than memory; empty is a private one in the published folder. May be absolute.", text(maybePath, "a folder, or nothing"), func(c *Config) *string { return &c.Engine.SpillFolder })),
}

// bind ties a setting to a field.
func bind[T any](path, about string, k kind[T], field func(*Config) *T) setting {
	return setting{
		path: path, about: about, want: k.want, schema: k.schema, tables: k.tables,
		read: func(c *Config, _ string, n *yaml.Node) error {
			v, err := k.read(n)
			if err == nil {
				*field(c) = v
			}
			return err
		},
		check: func(c Config, _ string) error { return k.check(*field(&c)) },
		value: func(c Config, _ string) any { return k.show(*field(&c)) },
	}
}

// bindEach ties a setting with a * to a map. It stores into a copy, because the
// configuration it is given may share the map with another.
func bindEach[T any](path, about string, k kind[T], field func(*Config) *map[string]T) setting {
	return setting{
		path: path, about: about, want: k.want, schema: k.schema, tables: k.tables,
		read: func(c *Config, key string, n *yaml.Node) error {
			v, err := k.read(n)
			if err == nil {
				*field(c) = with(*field(c), key, v)
			}
			return err
		},
		check: func(c Config, key string) error { return k.check((*field(&c))[key]) },
		value: func(c Config, key string) any { return k.show((*field(&c))[key]) },
		keys:  func(c Config) []string { return slices.Sorted(maps.Keys(*field(&c))) },
	}
}

// bindLimit ties a setting to one field of quality.extracts.
func bindLimit(path, about string, field func(*Limit) **float64) setting {
	k := number(0, 1)
	at := func(c Config, key string) *float64 {
		l := c.Quality.Extracts[key]
		return *field(&l)
	}
	return setting{
		path: path, about: about, want: k.want, schema: k.schema,
		read: func(c *Config, key string, n *yaml.Node) error {
			v, err := k.read(n)
			if err == nil {
				l := c.Quality.Extracts[key]
				*field(&l) = &v
				c.Quality.Extracts = with(c.Quality.Extracts, key, l)
			}
			return err
		},
		check: func(c Config, key string) error { return k.check(*at(c, key)) },
		value: func(c Config, key string) any { return *at(c, key) },
		keys: func(c Config) []string {
			all := slices.Sorted(maps.Keys(c.Quality.Extracts))
			return slices.DeleteFunc(all, func(key string) bool { return at(c, key) == nil })
		},
	}
}

// local marks a setting that is the machine's, not the calculation's.
func local(s setting) setting {
	s.machine = true
	return s
}

// ofServices marks a setting whose * stands for the code of a service.
func ofServices(s setting) setting {
	s.service = true
	return s
}

// read decodes and checks.
func (k kind[T]) read(n *yaml.Node) (T, error) {
	v, err := k.decode(n)
	if err == nil {
		err = k.check(v)
	}
	return v, err
}

// with is a copy of m in which key has the value v.
func with[T any](m map[string]T, key string, v T) map[string]T {
	out := maps.Clone(m)
	if out == nil {
		out = map[string]T{}
	}
	out[key] = v
	return out
}

// starred reports whether the path holds a *.
func (s setting) starred() bool { return strings.Contains(s.path, "*") }

// at is the path with the * filled in.
func (s setting) at(key string) string { return strings.Replace(s.path, "*", key, 1) }

// names lists what stands for the * in c: one empty name for a path without.
func (s setting) names(c Config) []string {
	if s.keys == nil {
		return []string{""}
	}
	return s.keys(c)
}
