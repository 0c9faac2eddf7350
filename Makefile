# The project's verbs. `make demo` and `make test` set up everything they need.

.PHONY: setup browser build demo test kill-test simulations bench format lint clean

FUSEBENCH = .build/release/fusebench
SOURCES = Package.swift Sources Tests

setup: ## Install the system libraries (apt on Debian and Ubuntu)
	@scripts/setup.sh

browser: ## Install Chromium, in which the tests look at report.html; without it they skip that
	@scripts/setup.sh browser

build: setup ## Build the command
	swift build -c release --product fusebench

demo: build ## Compare visual, text and fused features on the emoji that ship
	$(FUSEBENCH) run datasets/emoji/experiment.yaml --out runs/emoji

test: setup ## Run all tests, in release: the numeric ones are far slower in debug
	swift test -c release

kill-test: setup ## Kill runs at 50 random moments and compare what they come to; KILLS=n, SEED=n
	FUSEBENCH_KILLS=$(or $(KILLS),50) FUSEBENCH_KILL_SEED=$(or $(SEED),1) swift test -c release --filter KillTests

simulations: setup ## Measure how often intervals hold the true value and tests raise false alarms, 500 times each
	FUSEBENCH_SIMULATIONS=500 swift test -c release --filter SimulationTests

bench: setup ## Measure the speed beside scikit-learn and others: make bench BENCH="--only kmeans --repeats 3"
	Benchmarks/run.sh $(BENCH)

format: ## Format the sources
	swift format --in-place --recursive $(SOURCES)

lint: ## Check the format
	swift format lint --strict --recursive $(SOURCES)

clean: ## Remove what was built and the demo's results
	rm -rf .build runs
