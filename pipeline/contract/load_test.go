package contract_test

import (
	"testing"

	"opdrift/pipeline/contract"
)

func TestEveryContractLoads(t *testing.T) {
	if n := len(contract.Names()); n != 28 { // design: 28 extracts
		t.Fatalf("%d contracts", n)
	}
	for _, name := range contract.Names() {
		load(t, name)
	}
}
