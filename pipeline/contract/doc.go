// Package contract holds what each extract promises and finds what breaks it.
//
// A contract is a YAML document in the Open Data Contract Standard v3.1
// (contracts/NAME.yaml, printed by [YAML]). [Load] turns it into columns and
// typed rules. Two kinds of check come from them:
//
//   - From the footer, before any engine opens a file ([ReadFiles],
//     [CheckFiles]): damaged files, files given twice, missing, extra and
//     differently typed columns, differences between the files of one extract,
//     columns whose name says CPR.
//   - From the values, as SQL that an engine runs: [Contract.CountSQL] counts the
//     breaches of every row rule in one scan, in rows and kroner,
//     [Contract.SetSQL] those of keys, references and sums,
//     [Contract.QuarantineSQL] names the bad rows, [Contract.GoodSQL] is what
//     later stages read, [Contract.CPRScanSQL] and [Contract.CPRDistinctSQL] look
//     for CPR numbers.
//
// The package renders SQL and never runs it. The SQL is ANSI, with quoted
// identifiers, and reads the relation of [Source.Prefix] and the extract's name,
// which has the file's columns and two more: opdrift_file and opdrift_row.
//
// # Our words in the standard's documents
//
// customProperties that the standard leaves open mean:
//
//   - presence (of a property): required, the file must have the column; or
//     optional, it may lack it. That is another question than the standard's
//     required, which says that no value may be null. Where an optional column is
//     missing, absenceCosts says what the result loses.
//   - emptyFile (of the object): error, an extract of zero rows stops the run; or
//     info, it counts as an extract that is not there.
//   - kroner (of the object): columns whose product, without sign, measures a row
//     in kroner; an empty list when nothing does.
//   - maxQuarantineShareRows, maxQuarantineShareKroner: the share of rows and of
//     kroner in quarantine above which the run stops. The project's configuration
//     may set others.
//   - descriptionDa, absenceCostsDa: the same text in Danish.
//
// Rules of type library are the standard's own. Rules of type custom have engine
// opdrift and an implementation with one of the rules range, finite, given (with
// when), order, any_of, together, differ, reference, group_sum, no_overlap, no_gap,
// known_law (columns: paragraph, first day, last day; see package law). A rule is
// skipped while a column or extract it needs is not there.
//
// Severity error puts a row in quarantine; warning and info are counted only.
package contract
