package pressure

// Names of the effects in table `pressure`. A published name never changes.
const (
	PopulationSize  = "population_size"
	AgeStructure    = "age_structure"
	Usage           = "usage"
	Volume          = "volume"
	MunicipalityMix = "municipality_mix"
	Calendar        = "calendar"
	CaseMix         = "case_mix"
	RealUnitCost    = "real_unit_cost"
	UnitCost        = "unit_cost"
	PL              = "pl"
	Interaction     = "interaction"
	Policy          = "policy"
	EntryExit       = "entry_exit"
	Income          = "income"
	Refund          = "refund"
)

// A Description is an effect's entry in the catalogue.
type Description struct {
	Name             string
	LabelDa, LabelEn string
	Order            int // where it stands in a table or a chart, from 1
}

// Catalogue lists every effect in the order it is shown. The vocabulary is
// open: a new factor is a new line here. Income and refund are not decomposed;
// their own change leads from gross spending to net.
var Catalogue = catalogue([]Description{
	{Name: PopulationSize, LabelDa: "Befolkningens størrelse", LabelEn: "Population size"},
	{Name: AgeStructure, LabelDa: "Alderssammensætning", LabelEn: "Age structure"},
	{Name: Usage, LabelDa: "Brug pr. indbygger", LabelEn: "Usage per inhabitant"},
	{Name: Volume, LabelDa: "Mængde (helårspersoner)", LabelEn: "Volume (full-year persons)"},
	{Name: MunicipalityMix, LabelDa: "Fordeling på kommuner", LabelEn: "Municipality mix"},
	{Name: Calendar, LabelDa: "Kalender (skuddag)", LabelEn: "Calendar (leap day)"},
	{Name: CaseMix, LabelDa: "Sagssammensætning", LabelEn: "Case mix"},
	{Name: RealUnitCost, LabelDa: "Real enhedspris", LabelEn: "Real unit cost"},
	{Name: UnitCost, LabelDa: "Enhedspris", LabelEn: "Unit cost"},
	{Name: PL, LabelDa: "Pris- og lønudvikling (PL)", LabelEn: "Prices and wages (PL)"},
	{Name: Interaction, LabelDa: "Samspil (rest)", LabelEn: "Interaction (rest)"},
	{Name: Policy, LabelDa: "Besluttede ændringer", LabelEn: "Policy changes"},
	{Name: EntryExit, LabelDa: "Åbnet eller lukket", LabelEn: "Opened or closed"},
	{Name: Income, LabelDa: "Indtægter", LabelEn: "Income"},
	{Name: Refund, LabelDa: "Refusion", LabelEn: "Refund"},
})

// catalogue numbers the entries, so that Order is the place in the list.
func catalogue(entries []Description) []Description {
	for i := range entries {
		entries[i].Order = i + 1
	}
	return entries
}

// Describe returns the catalogue's entry for an effect, and whether it has one.
func Describe(name string) (Description, bool) {
	for _, d := range Catalogue {
		if d.Name == name {
			return d, true
		}
	}
	return Description{}, false
}
