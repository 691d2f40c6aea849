#!/usr/bin/env bash
# Runs a main class of this module. The load generator has core 1, unless BENCH_CORES=all says that the figure needs no such thing.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
lib=$root/deploy/bench/target/lib
[ -d "$lib" ] || { echo "bench: not built yet: mvn -DskipTests package" >&2; exit 2; }
java=$("$root/deploy/faults/java25") || exit 2
pin=(); if command -v taskset >/dev/null && [ "$(nproc)" -gt 1 ] && [ "${BENCH_CORES:-}" != all ]; then pin=(taskset -c 1); fi
exec ${pin[@]+"${pin[@]}"} "$java" -XX:+UseSerialGC -Xmx512m -Dtarang.root="$root" ${TARANG_KEEP:+-Dtarang.keep=true} \
  -cp "$root/deploy/bench/target/classes:$lib/*" "$@"
