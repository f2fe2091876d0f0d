#!/usr/bin/env bash
# Installs what is missing to build (`.ci/setup.sh build`) or to test (`.ci/setup.sh test`) Interleave.
# Takes seconds when nothing is missing. Programs it compiles go to a cache that `cargo xtask` searches too.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=${XDG_CACHE_HOME:-$HOME/.cache}/interleave/tools
geckodriver_version=0.37.1
fuzz_version=0.13.2
axe_version=4.14.1
axe_sha256=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c
scorm_version=3.4.3
scorm_sha256=cc03a8c90f1f7cff3ad41d9e246a0c37760d7502bed53b1335622c189768e4ea
mdbook_version=0.5.4
deck_package=rst2html5-tools # the only place among registries that has deck.js, and it has it whole
deck_version=0.5.3
deck_sha256=5ef65862310af8018d2ebaf6b6a36b679fa4f10abf13fe9f38a31f450c4542c3

say() { printf '── setup: %s\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

toolchain() {
    has rustup || PATH=$HOME/.cargo/bin:$PATH
    has rustup || die "rustup is missing; get it at https://rustup.rs and run this again"
    RUSTUP_AUTO_INSTALL=0 rustc --version >/dev/null 2>&1 || say "downloading the Rust toolchain of rust-toolchain.toml"
    rustup toolchain install --no-self-update >/dev/null 2>&1 && return # reads that file since rustup 1.28
    words() { sed -n "s/^$1 = //p" rust-toolchain.toml | tr -d '[]" '; }
    rustup toolchain install "$(words channel)" --no-self-update --profile "$(words profile)" \
        --component "$(words components)" --target "$(words targets)" ||
        die "the Rust toolchain $(words channel) could not be installed; see the message above"
}

# fits PROGRAM PATTERN: PROGRAM on PATH or in our cache prints a version of that pattern
fits() {
    local program
    for program in "$1" "$tools/bin/$1"; do
        # shellcheck disable=SC2254
        case "$("$program" --version 2>/dev/null)" in $2) return ;; esac
    done
    return 1
}

# compile MINUTES PACKAGE VERSION PROGRAM OPTION…: into our cache, from source, quickly rather than well
compile() {
    local build=$tools/build-$2 source
    local root=(--root "$tools" --target-dir "$build" "${@:5}")
    if has cargo-binstall && cargo binstall --no-confirm --root "$tools" "$2@$3"; then return; fi
    say "compiling $2 $3, about $1 min (once)"
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=256
    if ! cargo install --quiet "${root[@]}" "$2" --version "$3" --bin "$4" --locked; then
        # A package may be locked to versions that are not offered: use its source without its lock file.
        say "$2 does not build from its own lock file; choosing current versions of what it needs"
        source=$(find "${CARGO_HOME:-$HOME/.cargo}/registry/src" -maxdepth 2 -name "$2-$3" | head -n 1)
        [ -n "$source" ] || die "$2 $3 could not be downloaded; by hand: cargo install $2 --version $3"
        mkdir -p "$build/source"
        cp -r "$source/." "$build/source"
        rm -f "$build/source/Cargo.lock"
        cargo install --quiet "${root[@]}" --path "$build/source" --bin "$4" ||
            die "$2 $3 could not be compiled; by hand: cargo install $2 --version $3"
    fi
    rm -rf "$build"
}

get_bindgen() {
    local version
    version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p;q}' Cargo.lock)
    fits wasm-bindgen "wasm-bindgen $version" || compile 2 wasm-bindgen-cli "$version" wasm-bindgen
}

get_testers() {
    fits cargo-fuzz "cargo-fuzz *" || compile 1 cargo-fuzz "$fuzz_version" cargo-fuzz
    fits geckodriver "geckodriver *" || compile 1 geckodriver "$geckodriver_version" geckodriver
    fits mdbook "mdbook v$mdbook_version" || compile 3 mdbook "$mdbook_version" mdbook --no-default-features
}

# Scripts that the tests put into pages: what looks for barriers, and the player of a learning platform.
get_scripts() {
    get_script axe-core "$axe_version" axe.min.js "$axe_sha256"
    get_script scorm-again "$scorm_version" dist/scorm2004.min.js "$scorm_sha256"
}

# get_script PACKAGE VERSION FILE SHA256: that file of a package of npm
get_script() {
    local script=$tools/$1/${3##*/} fresh
    is_script "$script" "$4" && return
    has npm || die "npm is missing; please install it"
    fresh=$(mktemp -d)
    say "downloading $1 $2"
    (cd "$fresh" && npm pack --silent "$1@$2" >/dev/null && tar -xzf "$1-$2.tgz") ||
        die "$1 $2 could not be downloaded; by hand: npm pack $1@$2"
    is_script "$fresh/package/$3" "$4" || die "$1 $2 is not what it was when it was chosen"
    mkdir -p "$tools/$1"
    mv "$fresh/package/$3" "$script"
    rm -rf "$fresh"
}

# is_script FILE SHA256
is_script() {
    printf '%s  %s\n' "$2" "$1" | sha256sum --check --status 2>/dev/null
}

# What tries the extension for Sphinx: it, and what it needs, in the versions of sphinx/tests/requirements.txt.
get_sphinx() {
    local place=$tools/sphinx wanted=sphinx/tests/requirements.txt
    cmp -s "$wanted" "$place/requirements.txt" && "$place/bin/python" -c 'import sphinx, segno, pytest' 2>/dev/null && return
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || die "the tests of sphinx/ need python3 from 3.11 on"
    say "downloading Sphinx"
    rm -rf "$place"
    python3 -m venv "$place" &&
        "$place/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -r "$wanted" ||
        die "Sphinx could not be installed; by hand: python3 -m venv $place; $place/bin/pip install -r $wanted"
    cp "$wanted" "$place/requirements.txt"
}

# The decks, books and notebooks of docs/recipes, in the versions of tests/recipes.
get_recipes() {
    local place=$tools/recipes wanted=tests/recipes fresh
    wanted_recipes | cmp -s - "$place/wanted" && return
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || die "the tests of docs/recipes need python3 from 3.11 on"
    say "downloading decks and notebooks, about 350 MB (once)"
    rm -rf "$place"
    mkdir -p "$place"
    cp "$wanted/package.json" "$wanted/package-lock.json" "$place"
    (cd "$place" && npm ci --silent --ignore-scripts --no-audit --no-fund --omit=optional) ||
        die "reveal.js and Marp could not be downloaded; by hand: npm ci in $place"
    python3 -m venv "$place/python" &&
        "$place/python/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
            -r sphinx/tests/requirements.txt -r "$wanted/requirements.txt" ||
        die "sphinx-revealjs and nbconvert could not be installed; by hand: $place/python/bin/pip install -r $wanted/requirements.txt"
    fresh=$(mktemp -d)
    "$place/python/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: -d "$fresh" \
        "$deck_package==$deck_version" || die "deck.js could not be downloaded; by hand: pip download $deck_package==$deck_version"
    printf '%s  %s\n' "$deck_sha256" "$fresh/$deck_package-$deck_version.tar.gz" | sha256sum --check --status ||
        die "$deck_package $deck_version is not what it was when it was chosen"
    tar -xzf "$fresh/$deck_package-$deck_version.tar.gz" -C "$fresh"
    mv "$fresh/$deck_package-$deck_version/html5css3/thirdparty/deckjs" "$place/deck.js"
    rm -rf "$fresh"
    wanted_recipes >"$place/wanted"
}

wanted_recipes() {
    cat sphinx/tests/requirements.txt tests/recipes/{requirements.txt,package-lock.json}
    echo "$deck_sha256"
}

# The packages whose programs are missing, by the names Debian gives them: browsers, and what is compared with.
missing_packages() {
    has chromium || has chromium-browser || has google-chrome || echo chromium
    has chromedriver || echo chromium-driver
    has firefox-esr || has firefox || echo firefox-esr
    has WebKitWebDriver || echo webkit2gtk-driver
    has Xvfb || echo xvfb
    has dbus-run-session || echo dbus
    has npm || echo npm
    has gunicorn || echo gunicorn
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || echo rabbitmq-server
    has celery || echo celery
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

names_here() {
    if grep -qs '^ID=ubuntu' /etc/os-release; then
        sed 's/^chromium$/chromium-browser/; s/^chromium-driver$/chromium-chromedriver/; s/^firefox-esr$/firefox/'
    else
        cat
    fi
}

get_packages() {
    local packages root=()
    packages=$(missing_packages | names_here | tr '\n' ' ')
    if [ -n "$packages" ]; then
        has apt-get || die "the tests need these programs, please install them: $packages"
        if [ "$(id -u)" != 0 ]; then root=(sudo); fi
        say "installing with apt-get: $packages"
        # shellcheck disable=SC2086
        "${root[@]}" apt-get update -qq &&
            "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq $packages >/dev/null ||
            die "apt-get could not install them, see above; by hand: sudo apt-get install $packages"
        packages=$(missing_packages | tr '\n' ' ')
        [ -z "$packages" ] || die "still missing after apt-get: $packages; please install them by hand"
    fi
}

# Now, not in the middle of what other jobs print.
ask_for_sudo() {
    [ "$(id -u)" = 0 ] || [ -z "$(missing_packages)" ] || ! has sudo || sudo -v ||
        die "apt-get needs root to install: $(missing_packages | names_here | tr '\n' ' ')"
}

# Two at a time, because a compiler is rarely busy on all cores; apt-get mostly waits for the network.
lane() {
    pids+=($!)
}

finish() {
    local pid failed=
    for pid in "${pids[@]}"; do wait "$pid" || failed=yes; done
    pids=()
    [ -z "$failed" ] || die "the set-up is not complete, see above"
}

# Jobs in the background do not hear Ctrl-C by themselves.
trap 'trap - INT TERM; kill 0' INT TERM
pids=()
case ${1-} in
    build)
        toolchain
        get_bindgen
        ;;
    test)
        ask_for_sudo
        { get_packages; get_scripts; get_sphinx; get_recipes; } & lane
        toolchain
        { get_bindgen; get_testers; } & lane
        finish
        ;;
    *) die "say what for: .ci/setup.sh build, or .ci/setup.sh test" ;;
esac
