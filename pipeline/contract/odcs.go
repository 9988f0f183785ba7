package contract

// The part of the Open Data Contract Standard v3.1.0 that our documents use, by
// the names of its JSON Schema. Anything else in a document is refused.

type document struct {
	APIVersion string `yaml:"apiVersion"`
	Kind       string
	ID         string
	Name       string
	Version    string
	Status     string
	Domain     string
	About      struct {
		Purpose, Usage, Limitations string
	} `yaml:"description"`
	Custom []property `yaml:"customProperties"`
	Schema []object
	SLA    []agreement `yaml:"slaProperties"`
}

type object struct {
	Name         string
	PhysicalType string `yaml:"physicalType"`
	LogicalType  string `yaml:"logicalType"`
	Description  string
	Grain        string     `yaml:"dataGranularityDescription"`
	Custom       []property `yaml:"customProperties"`
	Quality      []quality
	Properties   []field
}

type field struct {
	Name               string
	LogicalType        string `yaml:"logicalType"`
	PhysicalType       string `yaml:"physicalType"`
	Description        string
	Required           bool
	PrimaryKey         bool `yaml:"primaryKey"`
	PrimaryKeyPosition int  `yaml:"primaryKeyPosition"`
	Classification     string
	Custom             []property `yaml:"customProperties"`
	Quality            []quality
}

type quality struct {
	Name        string
	Type        string
	Metric      string
	Arguments   arguments
	MustBe      *int `yaml:"mustBe"`
	Unit        string
	Engine      string
	Body        implementation `yaml:"implementation"`
	Severity    Severity
	Dimension   string
	Description string
	Custom      []property `yaml:"customProperties"`
}

// arguments of the standard's library metrics.
type arguments struct {
	MissingValues []any    `yaml:"missingValues"`
	ValidValues   []string `yaml:"validValues"`
	Properties    []string
}

// implementation is the body of a rule of engine opdrift.
type implementation struct {
	Rule    string
	Columns []string
	By      []string
	Minimum any
	Maximum any
	Strict  bool
	When    *condition
	To      string
	Except  []string
}

// condition limits a rule to the rows where a column has one of some values.
type condition struct {
	Column string
	Values []string
}

type property struct {
	Property string
	Value    any
}

type agreement struct {
	Property    string
	Value       int
	Unit        string
	Element     string
	Driver      string
	Description string
}
