# The targets of the project. `make demo` and `make test` set up everything they need.

.PHONY: setup browser build demo recipes baseline gate gate-demo test kill-test item-trial table-trial rater-trial digits-trial paper-check processor-trial outside docs simulations bench format lint clean

FUSEBENCH = .build/release/fusebench
SOURCES = Package.swift Sources Tests

setup: ## Install the system libraries (apt on Debian and Ubuntu)
	@scripts/setup.sh

browser: ## Install Chromium for the tests of report.html; without it they are skipped
	@scripts/setup.sh browser

build: setup ## Build the command
	swift build -c release --product fusebench

demo: build ## Compare visual, text and fused features on the emoji that ship
	$(FUSEBENCH) run datasets/emoji/experiment.yaml --out runs/emoji

recipes: build ## Run the other experiments that ship: the how-to, clusters of unknown number, meaning, the nouns, and outside knowledge
	$(FUSEBENCH) run datasets/emoji/howto.yaml --out runs/howto
	$(FUSEBENCH) run datasets/emoji/density.yaml --out runs/density
	$(FUSEBENCH) run datasets/emoji/meaning.yaml --out runs/meaning
	$(FUSEBENCH) rate score runs/meaning datasets/emoji/ratings/ratings-*.csv
	$(FUSEBENCH) run datasets/nouns/concepts.yaml --out runs/nouns
	$(FUSEBENCH) run datasets/emoji/semantic.yaml --out runs/semantic

baseline: demo ## Record the demo's run again as baselines/emoji.json, and the published numbers
	$(FUSEBENCH) baseline runs/emoji --force
	$(FUSEBENCH) baseline --from-table baselines/coursework-cifar10.csv --force \
	  --source "a coursework's published table on all 60,000 images of CIFAR-10, one seed"
	$(FUSEBENCH) baseline --from-table baselines/tac-claimed.csv --force \
	  --source "Li et al., ICML 2024, CLIP ViT-B/32, CIFAR-10: k-means and TAC without training, k-means on the test part"

gate: build ## Compare the demo's run with baselines/emoji.json; exit 2 where quality dropped
	test -f runs/emoji/run.json || $(MAKE) demo
	$(FUSEBENCH) compare runs/emoji emoji

gate-demo: setup ## Show that the gate detects noise in the features, and raises no alarm on 12 re-runs with other seeds
	FUSEBENCH_GATE_RERUNS=12 swift test -c release --filter EmojiGateTests

test: setup ## Run all tests, in release: the numeric ones are far slower in debug
	swift test -c release

kill-test: setup ## Kill runs at 50 random moments and compare their results; KILLS=n, SEED=n
	FUSEBENCH_KILLS=$(or $(KILLS),50) FUSEBENCH_KILL_SEED=$(or $(SEED),1) swift test -c release --filter KillTests

table-trial: setup ## Read 2,000 tables that pandas writes as pandas reads them; PYTHON with pandas, TABLES=n, SEED=n
	$(or $(PYTHON),python3) Tests/FeaturesTests/Fixtures/make_table_trial.py .build/table-trial.json $(or $(TABLES),2000) $(or $(SEED),1)
	FUSEBENCH_TABLE_TRIAL=$(CURDIR)/.build/table-trial.json swift test -c release --filter TableTrialTests

rater-trial: setup ## Draw 500 pairs, rate each twice by keys in a real browser, export and score them; PAIRS=n
	FUSEBENCH_RATED_PAIRS=$(or $(PAIRS),500) swift test -c release --filter aWholeDrawIsRatedByKeysExportedAndScored

item-trial: build ## Check 2,000 random combinations of ids by the rules; COUNT=n, SEED=n
	scripts/item_trial.py --command $(FUSEBENCH) --count $(or $(COUNT),2000) --seed $(or $(SEED),1)

digits-trial: build ## Check the note on lost digits by its definition; PYTHON with numpy, SETS=n, SEED=n
	$(or $(PYTHON),python3) scripts/digits_trial.py $(FUSEBENCH) $(or $(SETS),240) $(or $(SEED),1)

paper-check: recipes demo ## Compile the papers and tables of the shipped runs with pdflatex, without an overfull box; skipped without TeX
	scripts/paper_check.sh $(FUSEBENCH) $(or $(RUNS),runs/emoji runs/howto runs/density runs/meaning runs/nouns)

processor-trial: build ## Show under QEMU an error on old processors, and the same bits without AVX-512 (x86-64, qemu-user)
	scripts/processor_trial.sh $(FUSEBENCH)

outside: setup ## Build a package that uses the library by a tag, with a clusterer, a fusion, an importer and a score of its own
	scripts/outside_package.sh

docs: setup ## Make the documentation of the library, and fail for a public declaration without a comment or a dead link
	scripts/docs.sh

simulations: setup ## Measure how often intervals hold the true value and tests raise false alarms, 500 times each
	FUSEBENCH_SIMULATIONS=500 swift test -c release --filter 'SimulationTests|ManyOptimaTests'

bench: setup ## Measure the speed beside scikit-learn and others: make bench BENCH="--only kmeans --repeats 3"
	Benchmarks/run.sh $(BENCH)

format: ## Format the sources
	swift format --in-place --recursive $(SOURCES)

lint: ## Check the format
	swift format lint --strict --recursive $(SOURCES)

clean: ## Remove the build and the demo's results
	rm -rf .build runs
