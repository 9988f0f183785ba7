package contract

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The service of a row is a stable code. A code that ended because another carries it on
// (services.superseded_by) is read as that other one wherever a contract says that a
// column refers to services, so that a series does not break where its code does.

// serviceCodes is where stable codes stand.
var serviceCodes = reference{extract: "services", to: "service"}

// stable is a column's value, with the code of a superseded service replaced by that of
// the service that carries it on.
func (s scope) stable(column string) string {
	value := col(column)
	if len(s.src.CarriedOn) == 0 || !s.namesService(column) {
		return value
	}
	var whens []string
	for _, old := range slices.Sorted(maps.Keys(s.src.CarriedOn)) {
		whens = append(whens, fmt.Sprintf("when %s then %s", quoteText(old), quoteText(s.src.CarriedOn[old])))
	}
	return fmt.Sprintf("case %s %s else %[1]s end", value, strings.Join(whens, " "))
}

// namesService reports whether a rule says that the column's values are found in services.
func (s scope) namesService(column string) bool {
	return slices.ContainsFunc(s.Rules, func(r Rule) bool {
		t, ok := r.test.(reference)
		return ok && t.column == column && t.extract == serviceCodes.extract && t.to == serviceCodes.to
	})
}

// SupersededSQL lists the versions of services that name another to carry them on:
//
//	service, superseded_by  varchar
//	ended                   boolean  no version of the service is still in force without an end
//
// in order of both. It names none where the extract has no such column.
func SupersededSQL(src Source) string {
	if !slices.Contains(src.Columns, "superseded_by") {
		return "select '' as service, '' as superseded_by, true as ended where 1 = 0"
	}
	from := quote(src.Prefix + serviceCodes.extract)
	return fmt.Sprintf(`select distinct s."service", s."superseded_by",
  s."service" not in (select o."service" from %s as o where o."valid_to" is null and o."service" is not null) as ended
from %[1]s as s
where s."superseded_by" <> '' and s."service" <> ''
order by 1, 2`, from)
}
