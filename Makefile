# The commands of everyday work; `make help` lists them. Each one first installs what is missing
# from the system (scripts/setup.sh), and says what to install where it may not.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

# What `make run` opens, and further arguments for it: make run FILE=my.pcap ARGS='--filter dns'
FILE ?= assets/samples/botnet.pcapng.zst
ARGS ?=
# Where `make run` draws FILE when there is no screen.
PICTURE ?= target/flowloom-sample.png
# A part of the tests by name, for `make unit`: make unit TEST=pcapng
TEST ?=
# A part of the benchmarks by name, for `make bench`: make bench BENCH=layout
BENCH ?=

# The lock file is part of the source: what was tested is what is built.
CARGO := cargo
LOCKED := --locked
GRAPHICS := scripts/with_graphics.sh

.PHONY: help run test check fmt fmt-check lint unit doc bench screenshot setup clean

help: ## List these commands
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name text; do printf '  make %-12s %s\n' "$$name" "$$text"; done

run: ## Open the bundled sample in the window (FILE=, ARGS=); without a screen, draw it to a file
	@scripts/setup.sh run
	@if [[ -n "$${DISPLAY:-}$${WAYLAND_DISPLAY:-}" || "$$(uname -s)" != Linux ]]; then \
		$(CARGO) run --release $(LOCKED) -- $(ARGS) "$(FILE)"; \
	else \
		mkdir -p "$$(dirname "$(PICTURE)")"; \
		$(GRAPHICS) $(CARGO) run --release $(LOCKED) -- render $(ARGS) "$(FILE)" -o "$(PICTURE)"; \
		echo "There is no screen here (DISPLAY and WAYLAND_DISPLAY are empty), so the picture is in $(PICTURE)"; \
	fi

test: ## Everything that must hold before a change goes in; what continuous integration runs
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory fmt-check lint doc
	@mkdir -p target
	FLOWLOOM_REQUIRE_WINDOW=1 $(GRAPHICS) $(CARGO) test $(LOCKED) --all-features -- --show-output 2>&1 | tee target/test.log
	@echo; echo "Real captures in these tests (tests/README.md):"
	@grep -iE '(^|[^a-z])[0-9]+ .*captures?|captures?( used)?: [0-9]|captures? used' target/test.log | sed 's/^ */  /' | sort -u || echo "  none"

check: fmt-check lint ## The fast loop: format, lints, architecture, unit tests
	$(CARGO) test $(LOCKED) --test architecture --test shaders
	$(GRAPHICS) $(CARGO) test $(LOCKED) --lib -- $(TEST)

unit: ## Unit tests alone (TEST= picks some by name)
	$(GRAPHICS) $(CARGO) test $(LOCKED) --lib -- $(TEST)

fmt: ## Format the source
	$(CARGO) fmt

fmt-check:
	$(CARGO) fmt --check

lint:
	$(CARGO) clippy $(LOCKED) --all-targets --all-features -- -D warnings

doc: ## Build the documentation; a broken link is an error
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc $(LOCKED) --no-deps --all-features

bench: ## Measure (BENCH= picks some by name); BENCHMARKS.md says how figures are kept
	@scripts/setup.sh run
	$(GRAPHICS) $(CARGO) bench $(LOCKED) -- $(BENCH)
	@echo "Figures worth keeping go into BENCHMARKS.md, with this machine's hardware and this command."

screenshot: ## Draw the window with the sample (FILE=) on a virtual screen into target/window.png
	@scripts/setup.sh test
	FLOWLOOM_REQUIRE_WINDOW=1 FLOWLOOM_WINDOW_FILE="$(FILE)" FLOWLOOM_WINDOW_PICTURE=target/window.png \
		$(GRAPHICS) $(CARGO) test $(LOCKED) --test window -- --show-output

setup: ## Install what is missing from the system
	@scripts/setup.sh test

clean: ## Remove everything that was built
	$(CARGO) clean
