# The friendly face of the build. Everything lands in build/<preset>.
.PHONY: help build test sanitize demo release install deb benchmark screenshots format format-check lint fuzz clean

JOBS ?= $(shell nproc)

help:
	@echo 'make demo       install what is missing, build, and show a reconciled month of a made-up athlete'
	@echo 'make test       install what is missing, build, and run every test'
	@echo 'make sanitize   the same tests under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make release    the optimised programs, in build/release/cli'
	@echo 'make install    the same, then into /usr/local (prefix=~/.local, DESTDIR=...)'
	@echo 'make deb        Debian packages tracekit and tracekit-web, in build/release/deb'
	@echo 'make benchmark  measure; see benchmarks/README.md'
	@echo 'make screenshots   a picture of each page of the dashboard, light, dark and on a phone, in build/screenshots'
	@echo 'make fuzz       30 seconds of libFuzzer for each reader (SECONDS_EACH=600 for more)'
	@echo 'make format     clang-format all sources;  make lint: clang-tidy'

build:
	@scripts/install-deps build
	@cmake --preset dev >/dev/null
	@cmake --build --preset dev -j $(JOBS)

test:
	@scripts/install-deps test
	@cmake --preset dev >/dev/null
	@cmake --build --preset dev -j $(JOBS)
	@ctest --preset dev -j $(JOBS) $(TESTED)

sanitize:
	@scripts/install-deps test
	@cmake --preset sanitize >/dev/null
	@cmake --build --preset sanitize -j $(JOBS)
	@ctest --preset sanitize -j $(JOBS) $(SANITIZED)

release:
	@scripts/install-deps build
	@cmake --preset release -D TRACEKIT_BENCHMARKS=OFF >/dev/null
	@cmake --build --preset release -j $(JOBS)

# GNU directories, as others call them; the programs look for their libraries in ../lib/tracekit.
prefix ?= /usr/local
bindir ?= bin
libdir ?= lib
mandir ?= share/man
install:
	@scripts/install-deps build
	@cmake --preset release -D TRACEKIT_BENCHMARKS=OFF -D CMAKE_INSTALL_PREFIX=$(prefix) -D CMAKE_INSTALL_BINDIR=$(bindir) \
	  -D CMAKE_INSTALL_LIBDIR=$(libdir) -D CMAKE_INSTALL_MANDIR=$(mandir) \
	  -D TRACEKIT_SYSTEMD_DIR=$(libdir)/systemd/system >/dev/null
	@cmake --build --preset release -j $(JOBS)
	@DESTDIR=$(DESTDIR) cmake --install build/release

deb:
	@scripts/install-deps package
	@cmake --preset release -D TRACEKIT_BENCHMARKS=OFF -D CMAKE_INSTALL_PREFIX=/usr -D CMAKE_INSTALL_BINDIR=bin \
	  -D CMAKE_INSTALL_LIBDIR=lib -D CMAKE_INSTALL_MANDIR=share/man -D TRACEKIT_SYSTEMD_DIR=/lib/systemd/system >/dev/null
	@cmake --build --preset release -j $(JOBS)
	@packaging/make-deb build/release

demo: release
	@build/release/cli/tracekit demo

benchmark:
	@scripts/install-deps dev
	@cmake --preset release -D TRACEKIT_BENCHMARKS=ON >/dev/null
	@cmake --build --preset release -j $(JOBS)
	@benchmarks/run
	@benchmarks/web
	@benchmarks/pages

screenshots:
	@scripts/install-deps dev
	@cmake --preset dev >/dev/null
	@cmake --build --preset dev -j $(JOBS) --target tracekit tracekit-web tracekit-sandbox
	@cd web/ui && TRACEKIT_BINARY=$(CURDIR)/build/dev/cli/tracekit TRACEKIT_WEB=$(CURDIR)/build/dev/cli/tracekit-web \
	  TRACEKIT_LIBRARY_DIR=$(CURDIR)/build/dev/cli TRACEKIT_PICTURES=$(CURDIR)/build/screenshots node test.mjs pictures

SECONDS_EACH ?= 30
fuzz:
	@scripts/install-deps fuzz
	@cmake --preset fuzz >/dev/null
	@cmake --build --preset fuzz -j $(JOBS)
	@scripts/fuzz $(SECONDS_EACH)

format:
	@git ls-files '*.cpp' '*.hpp' | xargs clang-format-19 -i

format-check:
	@git ls-files '*.cpp' '*.hpp' | xargs clang-format-19 --dry-run --Werror

lint:
	@scripts/install-deps dev
	@scripts/lint

clean:
	@rm -rf build
