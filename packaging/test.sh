#!/bin/sh
# Runs the tests of this checkout, installing what they need first:
#   sh packaging/test.sh [arguments of pytest]
set -eu
# shellcheck source=packaging/environment.sh
. "$(dirname "$0")/environment.sh"
prepare test
cd "$ROOT"
# The tests open windows: on a display of their own where there is one to be had, else without drawing.
: "${QT_QPA_PLATFORM:=offscreen}"
export QT_QPA_PLATFORM
exec "$ENVIRONMENT/bin/python" -m pytest "$@"
