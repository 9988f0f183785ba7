package pipeline

import (
	"context"
	"strings"

	"opdrift/pipeline/contract"
)

// readControl finds the sender's control file and holds the files' bytes against
// it, before anybody reads what they mean. Each number that differs is a finding.
func readControl(name string, paths []string) (*contract.Control, []contract.Finding) {
	control, err := contract.ReadControl(name, paths)
	if err != nil {
		return nil, controlFindings(name, []string{err.Error()})
	}
	if control == nil {
		return nil, nil
	}
	faults, err := control.CheckBytes(paths)
	if err != nil {
		faults = append(faults, err.Error())
	}
	return control, controlFindings(name, faults)
}

func controlFindings(name string, faults []string) []contract.Finding {
	var out []contract.Finding
	for _, f := range faults {
		out = append(out, contract.Finding{Extract: name, Rule: name + ".control", Severity: contract.Error, Message: f})
	}
	return out
}

// checkSums holds the control file's sums against those of the fingerprint.
func (r *run) checkSums(ctx context.Context, in *input, faults *inputErrors) error {
	if in.control == nil || len(in.control.Sums) == 0 {
		return nil
	}
	columns, err := r.store.Describe(ctx, rawPrefix+in.name)
	if err != nil {
		return err
	}
	sums := map[string]string{}
	for _, c := range columns {
		if strings.HasPrefix(c.Type, "DECIMAL") || strings.HasSuffix(c.Type, "INT") || c.Type == "INTEGER" {
			sums[c.Name] = in.fingerprint.Sums[c.Name]
		}
	}
	for _, f := range controlFindings(in.name, in.control.CheckSums(sums)) {
		r.noteFinding(f)
		faults.add("%s", f.Message)
	}
	return nil
}
