# Read by run.sh and test.sh: makes a private Python environment in .venv with what Jiaodu needs, and the libraries of
# the system that its window needs. Says what it cannot install, and goes on. Quick when there is nothing to do.
# shellcheck shell=sh

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
ENVIRONMENT=${JIAODU_ENVIRONMENT:-$ROOT/.venv}

WINDOW_LIBRARIES="libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0
    libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0
    fonts-noto-cjk"
TEST_LIBRARIES="xvfb xdotool openbox imagemagick"
# Reads the Word files that we write, in three slow tests that are skipped without it.
OFFICE=libreoffice-writer-nogui

say() {
    printf 'jiaodu: %s\n' "$*" >&2
}

# prepare engine|window|test: makes everything ready for that use.
prepare() {
    case $1 in
    engine) enough='engine window test' groups='' extra='' libraries='' ;;
    window) enough='window test' groups='' extra='[gui]' libraries=$WINDOW_LIBRARIES ;;
    *) enough=test groups='test lint i18n training' extra='[gui]' libraries="$WINDOW_LIBRARIES $TEST_LIBRARIES" ;;
    esac
    # shellcheck disable=SC2086  # a list of names
    install_libraries $libraries
    # By itself: a release that lacks it must get the others all the same.
    [ "$1" != test ] || install_libraries "$OFFICE"
    install_environment "$1"
}

# Debian and Ubuntu only; elsewhere the window says by itself which library it misses.
install_libraries() {
    command -v dpkg-query >/dev/null 2>&1 || return 0
    missing=''
    for package in "$@"; do
        installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    say "installing packages of the system:$missing"
    # shellcheck disable=SC2086  # a list of names
    as_root $missing || say "not installed; ask an administrator for: apt-get install$missing"
}

# Newer releases call some libraries NAMEt64.
installed() {
    for name in "$1" "${1}t64"; do
        case $(dpkg-query -W -f '${Status}' "$name" 2>/dev/null) in
        *' installed') return 0 ;;
        esac
    done
    return 1
}

# as_root PACKAGE...: installs if that is possible without asking for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        sudo=''
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo='sudo -n'
    else
        return 1
    fi
    $sudo apt-get -qq update >/dev/null || say 'the list of packages could not be renewed'
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$@" >/dev/null
}

# The stamp says for which use of which version of the project the environment was made.
install_environment() {
    stamp=$ENVIRONMENT/jiaodu-stamp
    wanted=$(cksum <"$ROOT/pyproject.toml")
    for use in $enough; do
        if [ -x "$ENVIRONMENT/bin/python" ] && grep -qxF "$use $wanted" "$stamp" 2>/dev/null; then
            return 0
        fi
    done
    # A Python that was taken away meanwhile leaves an environment that does not start.
    "$ENVIRONMENT/bin/python" -c '' 2>/dev/null || create_environment
    say 'installing Python packages (once; this takes a minute or two)'
    # Dependency groups need a pip that is newer than those of most distributions.
    pip install --quiet --upgrade 'pip>=25.1'
    set -- "$1" --editable "$ROOT$extra"
    for group in $groups; do
        set -- "$@" --group "$ROOT/pyproject.toml:$group"
    done
    use=$1
    shift
    pip install --quiet "$@"
    printf '%s\n' "$use $wanted" >"$stamp"
}

pip() {
    "$ENVIRONMENT/bin/python" -m pip --disable-pip-version-check "$@" || {
        say 'the Python packages could not be installed; is there a connection to the package index?'
        exit 1
    }
}

create_environment() {
    python=$(find_python) || {
        say 'Python 3.11 or newer is needed. On Debian and Ubuntu: apt-get install python3 python3-venv'
        exit 1
    }
    # Debian keeps a part of venv in a package of its own.
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        say "installing python$version-venv"
        as_root "python$version-venv" || as_root python3-venv || {
            say "Python's venv is missing; ask an administrator for: apt-get install python$version-venv"
            exit 1
        }
    fi
    say "making a Python environment in $ENVIRONMENT"
    rm -rf "$ENVIRONMENT"
    "$python" -m venv "$ENVIRONMENT"
}

find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return 0
        fi
    done
    return 1
}
