# Sourced by the scripts: a virtual environment with the locked requirements, made when needed.
# shellcheck shell=sh

fail() {
    echo "$(basename "$0"): $1" >&2
    exit 1
}

# A Python that is new enough: $PYTHON, or the first found.
find_python() {
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    fail "Python 3.11 or later is needed; found $( (${PYTHON:-python3} --version) 2>&1 | head -n 1)." \
        "Install it, or name it: PYTHON=/path/to/python3.12 $0"
}

# setup_venv LOCKFILE...: install what the lock files name, unless that was done before.
setup_venv() {
    if ! .venv/bin/python -c '' 2>/dev/null; then
        python=$(find_python) || exit 1
        echo "Making .venv with $("$python" --version)" >&2
        "$python" -m venv --clear .venv ||
            fail "cannot make .venv: install your system's package for Python's venv module"
    fi
    for lock; do
        stamp=".venv/$(echo "$lock" | tr / -).installed"
        if ! cmp -s "$lock" "$stamp"; then
            echo "Installing $lock" >&2
            hashes=
            if grep -q -e --hash= "$lock"; then hashes=--require-hashes; fi
            .venv/bin/python -m pip install --quiet --disable-pip-version-check \
                $hashes --requirement "$lock" || fail "cannot install $lock"
            cp "$lock" "$stamp"
        fi
    done
}
