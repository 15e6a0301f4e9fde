#!/bin/sh
# Starts Jiaodu from this checkout, installing what it needs first:
#   sh packaging/run.sh [FILE...]                     the window
#   sh packaging/run.sh clean PATH... --out FOLDER    without a window
set -eu
# shellcheck source=packaging/environment.sh
. "$(dirname "$0")/environment.sh"
if [ "${1-}" = clean ]; then
    prepare engine
else
    prepare window
fi
exec "$ENVIRONMENT/bin/python" -m reader "$@"
