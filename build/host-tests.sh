#!/bin/sh
# Builds and runs the C tests of what runs a driver in a process of its own (hal/src/main/native/host): a program
# test_X for each test_*.c in hal/src/test/native/host. Maven calls it, program by program.
#
#   build/host-tests.sh                         all of them
#   build/host-tests.sh test_hostile [ARGUMENT...]
#   build/host-tests.sh --list                  their names
#
# The loop's side, the driver host and its worker are built with AddressSanitizer and UndefinedBehaviorSanitizer, and
# what they write down in any process fails the test; test_exchange, whose two sides are threads of one process, with
# ThreadSanitizer. The drivers under test are built without: what they do wrong is the point.
#   SINEW_SANITIZE   "none": without sanitizers
#   CC               the compiler; default: the first of cc, gcc, clang
# Exit status: 0 passed, 1 failed, 77 no C compiler.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
tests=$root/hal/src/test/native/host
sources=$root/hal/src/main/native/host
include=$root/hal/src/main/native/include
target=$root/hal/target/host-tests
# What may take long in life takes seconds here.
times="-DOPEN_NS=2500000000 -DSETUP_NS=2500000000 -DDEACTIVATE_NS=2500000000 -DENDING_NS=1000000000"
times="$times -DACTIVATING_NS=1000000000"

compiler=
for candidate in "${CC:-}" cc gcc clang; do
    if [ -n "$candidate" ] && command -v "$candidate" > /dev/null 2>&1; then compiler=$candidate; break; fi
done
if [ -z "$compiler" ]; then
    echo "[host-tests] no C compiler found. Remedy: apt-get install gcc libc6-dev" >&2
    exit 77
fi

list()
{
    (cd "$tests" && find . -name 'test_*.c' | sed 's|^\./||; s|\.c$||' | sort)
}

# sanitizer NAME: flags for it, none where the compiler has it not or its programs do not start here
sanitizer()
{
    if [ "${SINEW_SANITIZE:-}" = none ]; then
        echo "-O1"
    elif echo 'int main(void) { return 0; }' |
        "$compiler" -x c -fsanitize="$1" -o "$target/.probe" - > /dev/null 2>&1 && "$target/.probe" > /dev/null 2>&1; then
        echo "-O1 -fsanitize=$1 -fno-sanitize-recover=all"
    else
        echo "[host-tests] no -fsanitize=$1 here (Debian: apt-get install libgcc-dev): tested without" >&2
        echo "-O1"
    fi
}

# compile OUT ARGUMENT...
compile()
{
    out=$target/$1; shift
    if [ -f "$out" ] && [ -z "$(find "$tests" "$sources" "$include" "$root/build/host-tests.sh" -newer "$out")" ]; then
        return 0
    fi
    # shellcheck disable=SC2086 # one word a flag
    "$compiler" -std=c11 -Wall -Wextra -Werror -g $times -I"$include" -I"$sources" -I"$tests" -o "$out.new" "$@" \
        -ldl -lm -pthread && mv "$out.new" "$out" ||
        { echo "[host-tests] compilation failed: $out" >&2; exit 1; }
}

build()
{
    mkdir -p "$target"
    compile libhostile.so "$tests/hostile.c" -O1 -fPIC -shared
    memory=$(sanitizer address,undefined)
    # shellcheck disable=SC2086 # one word a flag
    compile sinew-driver-host "$sources/driver_host.c" "$sources/worker.c" "$sources/rescue.c" \
        "$sources/vendor.c" $memory
    for name in $(list); do
        case $name in
            test_exchange)
                compile "$name" "$tests/$name.c" "$sources/worker.c" "$sources/vendor.c" "$sources"/host_*.c \
                    -Wl,--wrap=mmap,--wrap=mprotect $(sanitizer thread)
                ;;
            *)
                compile "$name" "$tests/$name.c" "$tests/host_bench.c" "$sources/isolation.c" "$sources"/host_*.c $memory
                ;;
        esac
    done
}

run()
{
    name=$1
    shift
    reports=$target/reports
    rm -rf "$reports"
    mkdir -p "$reports"
    echo "[host-tests] $name"
    # Deaths by a signal are for the host to notice, not for a sanitizer; only its own findings count.
    deaths=handle_segv=0:handle_sigbus=0:handle_abort=0:handle_sigfpe=0:handle_sigill=0
    echo leak:hostile > "$reports/.ignored" # of drivers
    failed=0
    export LSAN_OPTIONS="suppressions=$reports/.ignored:print_suppressions=0"
    export ASAN_OPTIONS="$deaths:use_sigaltstack=0:log_path=$reports/memory"
    export UBSAN_OPTIONS="log_path=$reports/undefined" TSAN_OPTIONS="$deaths:log_path=$reports/threads"
    export SINEW_HOSTILE="$target/libhostile.so"
    (cd "$target" && "$target/$name" "$@") || failed=1
    for report in "$reports"/*; do
        [ -f "$report" ] || continue
        cat "$report"
        failed=1
    done
    [ $failed = 0 ] || echo "[host-tests] FAILED: $name" >&2
    return $failed
}

case ${1:-} in
    --list) list; exit 0 ;;
esac
mkdir -p "$target"
build
if [ $# -gt 0 ]; then
    run "$@"
    exit $?
fi
failed=0
for name in $(list); do
    run "$name" || failed=1
done
exit $failed
