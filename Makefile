.PHONY: build demo test load check sanitize

build:
	scripts/install
	scripts/build

demo:
	deploy/demo/run

test:
	scripts/install
	scripts/test

load:
	scripts/install
	scripts/build
	tests/load/run

check:
	scripts/check

sanitize:
	scripts/install
	scripts/sanitize
