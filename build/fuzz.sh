#!/bin/sh
# Mutilated and random frames for the bus drivers' parsers, many of them, and how much of the parsers they reach.
#
#   build/fuzz.sh [CASES [SEED [DRIVER...]]]      default: 10000000 cases, seed 1, all drivers that have a fuzzer
#
# First under AddressSanitizer and UndefinedBehaviorSanitizer with all cases; then the same sources for gcov, with the
# codec and link tests and a tenth of the cases (at most 300000). Fails when a fuzzer does, or when less than 90 % of the branches
# of a parser were taken: *_codec.c and *_link.c of a driver, and those of common by all drivers that use them together.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
runner=$root/build/native-tests.sh
sources=$root/tendon-drivers/src/main/native
coverage=$root/tendon-drivers/target/native-coverage
cases=${1:-10000000}
seed=${2:-1}
[ $# -gt 2 ] && shift 2 || set --
least=90
failed=0

names=$("$runner" --list) || exit $?
drivers=$*
[ -n "$drivers" ] || drivers=$(printf '%s\n' "$names" | sed -n 's|/fuzz_.*||p' | sort -u)

# branches DRIVER SOURCE: one line "LINE BRANCH TIMES" for each branch of that source, of every program that was run
branches()
{
    base=$(basename "$2" .c)
    for counts in "$coverage/$1/"*"-$base.gcda"; do
        [ -f "$counts" ] || continue
        (cd "$coverage/$1" && gcov -b -c -t "$counts" 2> /dev/null) | awk -v source="/$base.c" '
            /^ *-: *0:Source:/ { own = index($0, source) > 0 && substr($0, length($0) - length(source) + 1) == source }
            own && /^ *[^:]*: *[0-9]+:/ { split($0, part, ":"); line = part[2] + 0; branch = 0 }
            own && /^branch/ { print line, branch++, ($0 ~ /never executed/ ? 0 : $4) }'
    done
}

for driver in $drivers; do
    for fuzzer in $(printf '%s\n' "$names" | grep "^$driver/fuzz_"); do
        "$runner" "$fuzzer" "$cases" "$seed" || failed=1
    done
done

if ! command -v gcov > /dev/null 2>&1; then
    echo "[fuzz] no gcov found: coverage not measured. Remedy: apt-get install gcc" >&2
    exit $failed
fi
fewer=$((cases / 10))
[ "$fewer" -le 300000 ] || fewer=300000
[ "$fewer" -ge 5000 ] || fewer=5000
rm -rf "$coverage"
export SINEW_COVERAGE=$coverage
for driver in $drivers; do
    for program in $(printf '%s\n' "$names" | grep -e "^$driver/fuzz_" -e "^$driver/test_.*codec" -e "^$driver/test_.*_link"); do
        case $program in
            */fuzz_*) arguments="$fewer $seed" ;;
            *) arguments= ;;
        esac
        # shellcheck disable=SC2086 # none or two words
        output=$("$runner" "$program" $arguments 2>&1) || { printf '%s\n' "$output" >&2; failed=1; }
    done
done

# report NAME SOURCE DRIVER...: the share of branches of a source that the programs of these drivers took together
report()
{
    name=$1
    parser=$2
    shift 2
    share=$(for one in "$@"; do branches "$one" "$parser"; done | awk '
        { key = $1 " " $2; all[key] = 1; if ($3 + 0 > 0) taken[key] = 1 }
        END { for (k in all) { n++; if (k in taken) t++ } printf "%d %d", t, n }')
    taken=${share% *}
    all=${share#* }
    [ "$all" -gt 0 ] || return 0
    echo "[fuzz] $name: $((1000 * taken / all / 10)).$((1000 * taken / all % 10)) % of branches taken ($taken of $all)"
    if [ $((100 * taken)) -lt $((least * all)) ]; then
        echo "[fuzz] FAILED: less than $least % of the branches of $name" >&2
        failed=1
    fi
}

for driver in $drivers; do
    for parser in "$sources/$driver"/*_codec.c "$sources/$driver"/*_link.c; do
        [ ! -f "$parser" ] || report "$driver/$(basename "$parser")" "$parser" "$driver"
    done
done
for parser in "$sources"/common/*_codec.c "$sources/common/serial_link.c"; do
    base=$(basename "$parser" .c)
    users=
    for driver in $drivers; do
        # A driver that only shares a function of the file does not parse with it.
        if grep -q "include \"$base.h\"" "$sources/$driver"/*_link.[ch] "$sources/$driver"/*_setup.c "$sources/$driver"/*.h 2> /dev/null; then
            users="$users $driver"
        fi
    done
    # shellcheck disable=SC2086 # one word a driver
    [ -z "$users" ] || report "common/$base.c" "$parser" $users
done
exit $failed
