#!/bin/sh
# Builds and runs the C tests of the bus drivers: every test_*.c and fuzz_*.c below tendon-drivers/src/test/native, with
# AddressSanitizer and UndefinedBehaviorSanitizer where the compiler has them. Maven calls it, program by program.
#
#   build/native-tests.sh                     all of them
#   build/native-tests.sh dynamixel/test_dxl_codec [ARGUMENT...]
#   build/native-tests.sh --list              their names
#   build/native-tests.sh --build NAME        only builds, prints the program's path; also of serve_*.c (devices to run a
#                                             driver against) and of common/drive_bus (runs a driver, shows its counts)
#
# A program of folder X is linked with the driver X (folder X of src/main/native), with everything in common, and with
# the helpers of its own folder and of common: what is named neither test_, fuzz_, serve_ nor drive_. A fuzzer brings its own port
# and clock. Programs of the folder common choose no driver: they define sinew_protocol themselves.
#   SINEW_SANITIZE   default address,undefined; "thread", or "none"
#   SINEW_COVERAGE   a directory: builds for gcov, unsanitized, and leaves the counts there
#   CC               the compiler; default: the first of cc, gcc, clang
# Exit status: 0 passed, 1 failed, 77 no C compiler.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
tests=$root/tendon-drivers/src/test/native
sources=$root/tendon-drivers/src/main/native
include=$root/hal/src/main/native/include
sanitize=${SINEW_SANITIZE:-address,undefined}
coverage=${SINEW_COVERAGE:-}
target=$root/tendon-drivers/target/native-tests
[ "$sanitize" = address,undefined ] || target=$target-$(printf %s "$sanitize" | tr , -)
[ -z "$coverage" ] || target=$coverage

compiler=
for candidate in "${CC:-}" cc gcc clang; do
    if [ -n "$candidate" ] && command -v "$candidate" > /dev/null 2>&1; then compiler=$candidate; break; fi
done
if [ -z "$compiler" ]; then
    echo "[native-tests] no C compiler found. Remedy: apt-get install gcc libc6-dev" >&2
    exit 77
fi

list()
{
    (cd "$tests" && find . -name 'test_*.c' -o -name 'fuzz_*.c' | sed 's|^\./||; s|\.c$||' | sort)
}

sanitizer_flags()
{
    if [ -n "$coverage" ]; then
        echo "--coverage -O0"
    elif [ "$sanitize" = none ]; then
        echo "-O1"
    elif echo 'int main(void) { return 0; }' |
        "$compiler" -x c -fsanitize="$sanitize" -o "$target/.probe" - > /dev/null 2>&1; then
        echo "-O1 -fsanitize=$sanitize -fno-sanitize-recover=all"
    else
        echo "[native-tests] $compiler has no -fsanitize=$sanitize (Debian: apt-get install libgcc-dev): tested without" >&2
        echo "-O1"
    fi
}

# sources_of NAME: what the program is made of, one file a line
sources_of()
{
    folder=${1%/*}
    program=$tests/$1.c
    echo "$program"
    for helper in "$tests/$folder"/*.c "$tests"/common/*.c; do
        case $(basename "$helper") in
            test_*|fuzz_*|serve_*|drive_*) ;;
            line_fuzzer.c) case $1 in */fuzz_*) echo "$helper" ;; esac ;;
            *) echo "$helper" ;;
        esac
    done | sort -u
    case $1 in
        */serve_*|*/drive_*) return ;;
    esac
    # A file of the driver that the tests have too, such as a port without hardware, is the tests' one.
    for file in "$sources/$folder"/*.c; do
        [ "$folder" = common ] || [ -f "$tests/$folder/$(basename "$file")" ] || echo "$file"
    done
    for file in "$sources"/common/*.c; do
        case $1:$(basename "$file") in
            */fuzz_*:serial.c|*/fuzz_*:serial_rate.c|*/fuzz_*:clock.c) ;;
            *) echo "$file" ;;
        esac
    done
}

build()
{
    folder=${1%/*}
    program=$target/$1
    mkdir -p "$target/$folder"
    if [ ! -f "$tests/$1.c" ]; then
        echo "[native-tests] no such program: $1; known: $(list | tr '\n' ' ')" >&2
        exit 2
    fi
    if [ -f "$program" ] &&
        [ -z "$(find "$tests" "$sources" "$include" "$root/build/native-tests.sh" -newer "$program")" ]; then
        return 0
    fi
    flags=$(sanitizer_flags)
    # shellcheck disable=SC2046,SC2086 # one word a flag and a file
    (cd "$target/$folder" && "$compiler" -std=c11 -Wall -Wextra -Werror -g $flags -I"$include" -I"$sources/common" \
        -I"$sources/$folder" -I"$tests/common" -I"$tests/$folder" -o "$program.new" $(sources_of "$1") -lm -pthread) &&
        mv "$program.new" "$program" ||
        { echo "[native-tests] compilation failed: $1" >&2; exit 1; }
}

run()
{
    name=$1
    shift
    build "$name"
    echo "[native-tests] $name"
    if ! (cd "$target/${name%/*}" && "$target/$name" "$@"); then
        echo "[native-tests] FAILED: $name" >&2
        return 1
    fi
}

mkdir -p "$target"
case ${1:-} in
    --list) list ;;
    --build) build "${2:?usage: build/native-tests.sh --build NAME}"; echo "$target/$2" ;;
    '')
        failed=0
        for name in $(list); do
            run "$name" || failed=1
        done
        exit $failed
        ;;
    *) run "$@" ;;
esac
