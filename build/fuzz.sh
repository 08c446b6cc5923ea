#!/bin/sh
# Mutilated and random frames for the bus drivers' parsers, many of them, and how much of the parsers they reach.
#
#   build/fuzz.sh [CASES [SEED [DRIVER...]]]      default: 10000000 cases, seed 1, all drivers that have a fuzzer
#
# First under AddressSanitizer and UndefinedBehaviorSanitizer with all cases; then the same sources for gcov, with the
# unit tests and a tenth of the cases (at most 300000). Fails when a fuzzer does, or when less than 90 % of the branches
# of a parser (files named *_codec.c, *_link.c) were taken.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
cases=${1:-10000000}
seed=${2:-1}
[ $# -gt 2 ] && shift 2 || set --
least=90
coverage=$root/tendon-drivers/target/native-coverage
failed=0

names=$("$root/build/native-tests.sh" --list) || exit $?
drivers=$*
[ -n "$drivers" ] || drivers=$(printf '%s\n' "$names" | sed -n 's|/fuzz_.*||p' | sort -u)

for driver in $drivers; do
    for fuzzer in $(printf '%s\n' "$names" | grep "^$driver/fuzz_"); do
        "$root/build/native-tests.sh" "$fuzzer" "$cases" "$seed" || failed=1
    done
done

if ! command -v gcov > /dev/null 2>&1; then
    echo "[fuzz] no gcov found: coverage not measured. Remedy: apt-get install gcc" >&2
    exit $failed
fi
fewer=$((cases / 10))
[ "$fewer" -le 300000 ] || fewer=300000
[ "$fewer" -ge 1000 ] || fewer=1000
rm -rf "$coverage"
export SINEW_COVERAGE=$coverage
for driver in $drivers; do
    for program in $(printf '%s\n' "$names" | grep "^$driver/"); do
        case $program in
            */fuzz_*) arguments="$fewer $seed" ;;
            *) arguments= ;;
        esac
        # shellcheck disable=SC2086 # none or two words
        "$root/build/native-tests.sh" "$program" $arguments > /dev/null || failed=1
    done
    for parser in "$root/tendon-drivers/src/main/native/$driver"/*_codec.c \
        "$root/tendon-drivers/src/main/native/$driver"/*_link.c; do
        [ -f "$parser" ] || continue
        # Each program has counts of its own for the same source; gcov-tool is not everywhere, so the sum is made here.
        base=$(basename "$parser" .c)
        rm -f "$coverage/$driver/branches"
        for counts in "$coverage/$driver/"*"-$base.gcda"; do
            [ -f "$counts" ] || continue
            (cd "$coverage/$driver" && gcov -b -c -t "$counts" 2> /dev/null) | awk -v source="$base.c" '
                /^ *-: *0:Source:/ { own = $0 ~ ("/" source "$") }
                own && /^ *[^:]*: *[0-9]+:/ { split($0, part, ":"); line = part[2] + 0; branch = 0 }
                own && /^branch/ { print line, branch++, ($0 ~ /never executed/ ? 0 : $4) }' \
                >> "$coverage/$driver/branches"
        done
        share=$(awk '{ key = $1 " " $2; all[key] = 1; if ($3 + 0 > 0) taken[key] = 1 }
            END { for (k in all) { n++; if (k in taken) t++ } printf "%.1f %d %d", n ? 100 * t / n : 0, t, n }' \
            "$coverage/$driver/branches" 2> /dev/null)
        set -- $share
        echo "[fuzz] $driver/$base.c: ${1:-0} % of branches taken (${2:-0} of ${3:-0})"
        if [ "$(printf '%.0f' "$(echo "${1:-0} * 10" | awk '{print $1 * 10}')")" -lt $((least * 10)) ]; then
            echo "[fuzz] FAILED: less than $least % of the branches of $driver/$base.c" >&2
            failed=1
        fi
    done
done
exit $failed
