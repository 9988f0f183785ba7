# Run "make" for the list of targets.
.DEFAULT_GOAL := help
.PHONY: help run build check test test-slow golden bench bench-coverage bench-accuracy bench-refunds bench-scale fuzz

OPDRIFT := build/opdrift
COVERAGE_SEEDS ?= 20
REFUND_SEEDS ?= 10
SCALE_ROWS ?= 10,50,100
SCALE_MEMORY ?= 1GB
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo unknown)

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: build ## set up and run the main job on both fixtures: real England, synthetic Eksempelby
	@for p in england eksempelby; do \
		echo; echo "== $$p"; \
		OPDRIFT_PUBLISH_FOLDER=$(CURDIR)/build/out/$$p $(OPDRIFT) run -p fixtures/$$p || exit $$?; \
	done

build: ## build/opdrift
	@mkdir -p build
	go build -trimpath -ldflags '-X main.version=$(VERSION)' -o $(OPDRIFT) ./bin

check: ## format, vet, staticcheck, known vulnerabilities, and what must not be committed
	@test -z "$$(gofmt -l bin fixtures forecasts pipeline sql)" || { gofmt -d bin fixtures forecasts pipeline sql; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	@./.ci/vulncheck
	@! git ls-files | xargs -r du -k 2>/dev/null | awk '$$1 > 2048 { print "larger than 2 MB: " $$2; bad = 1 } END { exit !bad }'

test: ## all tests, the long ones in a short form
	go test -count=1 -short -timeout 30m ./...

test-slow: ## all tests in full: more kills at random moments, more seeds, more random inputs
	go test -count=1 -timeout 60m ./...

golden: ## accept changed numbers: rewrite expected files, then review the diff
	go test -count=1 -timeout 60m ./bin ./pipeline -update
	git diff --stat -- bin/testdata fixtures/golden

bench: ## time and allocation of the parts, into build/bench.txt for benchstat
	@mkdir -p build
	go test ./forecasts/... ./pipeline/... -run '^$$' -bench . -benchmem -benchtime 200ms -count 6 | tee build/bench.txt

bench-coverage: ## how often the intervals hold the synthetic truth: COVERAGE_SEEDS of them (20), COVERAGE_FUTURES of each (200), standard error by seed; COVERAGE_SWITCHES of the generator, COVERAGE_MODELS of the run
	COVERAGE_SEEDS=$(COVERAGE_SEEDS) go test -count=1 -timeout 0 ./pipeline -run '^TestCoverage$$' -v

bench-accuracy: ## forecast accuracy on public competition data, beside R's; ACCURACY_R=FOLDER has R (Rscript, package forecast) forecast all series too, and keeps them there
	go test -count=1 -timeout 0 ./forecasts -run '^TestAccuracy$$' -v -accuracy $(if $(ACCURACY_R),-accuracy-r $(abspath $(ACCURACY_R)))

bench-refunds: ## ways to forecast refunds, on the past of REFUND_SEEDS synthetic municipalities (10)
	REFUND_SEEDS=$(REFUND_SEEDS) go test -count=1 -timeout 60m ./pipeline -run '^TestRefundMethods$$' -v

bench-scale: ## extract, check and panel on SCALE_ROWS million postings (10,50,100) beside plain DuckDB statements; 11 GB of disk for 100
	SCALE_ROWS=$(SCALE_ROWS) SCALE_MEMORY=$(SCALE_MEMORY) go test -count=1 -timeout 0 ./pipeline -run '^TestScale$$' -v

fuzz: ## each fuzz test for 30 seconds
	@for p in $$(grep -rl --include='*_test.go' 'func Fuzz' . | xargs -n1 dirname | sort -u); do \
		for f in $$(grep -rho --include='*_test.go' 'func Fuzz[A-Za-z0-9]*' $$p | sed 's/func //' | sort -u); do \
			go test $$p -run '^$$' -fuzz "^$$f$$" -fuzztime 30s || exit $$?; \
		done; \
	done
