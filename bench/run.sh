#!/usr/bin/env bash
# Runs the benchmarks and writes bench/target/report.md:
#
#   bench/run.sh [--rounds FACTOR] [--seed N] [--work FOLDER] [--database sqlite|postgresql] [--large] [NAME…]
#
# NAME: requests, promotion, cli, get, copy, inside, append, questions, api, nudge, flood, readiness, sentinel, signing,
# server; without one, all. Builds what is not built. Peers that .ci/peers installed (in target/peers, or the folder in TAGTRAIL_PEERS) are measured too.
# --large asks the questions at 10 million entries too, which takes tens of gigabytes and most of an hour.
# A PostgreSQL is started for the run, unless TAGTRAIL_BENCH_POSTGRES names one (postgresql://host:port; user and
# password in TAGTRAIL_BENCH_POSTGRES_USER and TAGTRAIL_BENCH_POSTGRES_PASSWORD).
set -euo pipefail
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)

# The launcher builds everything when a source changed, this module too.
"$root/tagtrail" version
if [ ! -d "$root/bench/target/lib" ]; then
  (cd "$root" && mvn -B -ntp -q package -DskipTests -Dformat.skip=true)
fi

java=
for home in "${TAGTRAIL_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [ -x "$home/bin/java" ] && grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null; then
    java=$home/bin/java
    break
  fi
done
[ -n "$java" ] || { echo "bench: no JDK 25 found; name it in TAGTRAIL_JAVA_HOME" >&2; exit 6; }

exec "$java" -Xmx1g --enable-native-access=ALL-UNNAMED "-Dtagtrail.root=$root" \
  -cp "$root/bench/target/classes:$root/bench/target/lib/*" io.tagtrail.bench.Main "$@"
