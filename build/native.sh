#!/bin/sh
# Builds the C parts of one module into MODULE/target/native. Called by Maven; may be called by hand.
#
#   build/native.sh hal             the drivers in hal/src/main/native/drivers, the conformance kit's probe, the driver host
#   build/native.sh tendon-drivers  one bus driver for each folder beside tendon-drivers/src/main/native/common
#   build/native.sh sim-backend     one MuJoCo shim for each MuJoCo that is installed
#
# Without a C compiler or MuJoCo it says so, loudly, and succeeds: the tests that need them are then skipped.
#   SINEW_REQUIRE_NATIVE=true     makes that a failure
#   SINEW_REQUIRE_MUJOCO="A B"    fails unless shims for these versions were built
#   SINEW_MUJOCO_DIRS=DIR:DIR     more places of MuJoCo: the `mujoco` folder of a Python wheel, or an unpacked release
#   CC                            the compiler; default: the first of cc, gcc, clang
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
module=${1:?usage: build/native.sh hal|tendon-drivers|sim-backend}
source_dir=$root/$module/src/main/native
target_dir=$root/$module/target/native
include_dir=$root/hal/src/main/native/include
program_flags="-std=c11 -Wall -Wextra -Werror -O2 -fPIE -pie -pthread"
flags="-std=c11 -Wall -Wextra -Werror -O2 -fno-math-errno -ffp-contract=off -fPIC -fvisibility=hidden -shared"

missing()
{
    printf '%s\n' '' "[native] NOT BUILT: $1" "[native]   $2" "[native]   Tests that need it will be skipped." '' >&2
    [ "${SINEW_REQUIRE_NATIVE:-false}" != true ] || { echo "[native] SINEW_REQUIRE_NATIVE=true: failing." >&2; exit 1; }
}

# build OUT SOURCE... FLAG...: compiles when anything that OUT may be made of is newer.
build()
{
    out=$1; shift
    if [ -f "$out" ] && [ -z "$(find "$source_dir" "$include_dir" "$root/build/native.sh" -newer "$out")" ]; then
        return 0
    fi
    # Into a new file, then renamed: a process that runs may have the old one mapped.
    "$compiler" $flags -I"$include_dir" -o "$out.new" "$@" -lm && mv "$out.new" "$out" ||
        { echo "[native] compilation failed: $out" >&2; exit 1; }
    echo "[native] built ${out#"$root"/}"
}

# build_program OUT SOURCE...: the same for an executable file.
build_program()
{
    flags_before=$flags
    flags=$program_flags
    build "$@" -ldl
    flags=$flags_before
}

# mujoco_version HEADER: 222 -> 2.2.2, 3012000 -> 3.12.0
mujoco_version()
{
    sed -n 's/^#define mjVERSION_HEADER[[:space:]]*\([0-9]*\).*/\1/p' "$1" | awk '{
        if ($1 < 1000) printf "%d.%d.%d", $1 / 100, $1 / 10 % 10, $1 % 10
        else printf "%d.%d.%d", $1 / 1000000, $1 / 1000 % 1000, $1 % 1000 }'
}

# One line "INCLUDE LIBRARY" for each MuJoCo that can be found, those of earlier builds that are still there included.
mujoco_places()
{
    {
        for known in "$target_dir"/libsinew_mujoco-*.from; do
            if [ -f "$known" ]; then cat "$known"; fi
        done
        printf '%s\n' "${SINEW_MUJOCO_DIRS:-}" | tr ':' '\n'
        for python in "${VIRTUAL_ENV:-/nowhere}/bin/python" "$root/.venv/bin/python" python3 python; do
            command -v "$python" > /dev/null 2>&1 || continue
            "$python" -c 'import importlib.util as u, os
spec = u.find_spec("mujoco")
print(os.path.dirname(spec.origin) if spec and spec.origin else "")' 2> /dev/null
        done
        printf '%s\n' /usr /usr/local
    } | while read -r dir; do
        [ -f "$dir/include/mujoco/mujoco.h" ] || continue
        for library in "$dir"/libmujoco.so* "$dir"/lib/libmujoco.so* "$dir"/lib/*/libmujoco.so*; do
            [ -f "$library" ] || continue
            printf '%s\t%s\n' "$dir/include" "$library"
            break
        done
    done
}

build_drivers()
{
    for source in "$source_dir"/drivers/*.c; do
        build "$target_dir/libsinew_$(basename "$source" .c).so" "$source"
    done
    build "$target_dir/libsinew_probe.so" "$source_dir"/probe/*.c
    host=$source_dir/host
    build "$target_dir/libsinew_isolation.so" "$host/isolation.c" "$host"/host_*.c
    build_program "$target_dir/sinew-driver-host" "$host/driver_host.c" "$host/worker.c" "$host/rescue.c" "$host/vendor.c"
}

# A folder other than common is one driver: its files and those of common make libsinew_FOLDER.so.
build_buses()
{
    for folder in "$source_dir"/*/; do
        name=$(basename "$folder")
        [ "$name" != common ] || continue
        build "$target_dir/libsinew_$name.so" "$folder"*.c "$source_dir"/common/*.c -I"$source_dir/common" -pthread
    done
}

build_mujoco()
{
    places=$(mujoco_places)
    built=
    tab=$(printf '\t')
    old_ifs=$IFS
    IFS='
'
    for place in $places; do
        IFS=$old_ifs
        include=${place%"$tab"*}
        library=${place#*"$tab"}
        version=$(mujoco_version "$include/mujoco/mujoco.h")
        case " $built " in *" $version "*) continue ;; esac
        if [ "$version" = 4.0.0 ]; then
            echo "[native] MuJoCo 4.0.0 computes wrong factors and is refused; install 4.0.1 or newer, or 3.x" >&2
            continue
        fi
        shim=$target_dir/libsinew_mujoco-$version
        build "$shim.so" "$source_dir"/mujoco_*.c -I"$include" "$library" -Wl,-rpath,"$(dirname "$library")"
        dirname "$include" > "$shim.from"
        built="$built $version"
    done
    IFS=$old_ifs
    # A shim whose MuJoCo has been removed would only fail later.
    for old in "$target_dir"/libsinew_mujoco-*.so; do
        version=$(basename "$old" .so)
        case " $built " in *" ${version#libsinew_mujoco-} "*) ;; *) rm -f "$old" "${old%.so}.from" ;; esac
    done
    if [ -z "$built" ]; then
        missing "the MuJoCo engine (no MuJoCo headers found)" \
            "Remedy: apt-get install libmujoco-dev, or pip install 'mujoco<4', then build again."
    fi
    for version in ${SINEW_REQUIRE_MUJOCO:-}; do
        case " $built " in
            *" $version "*) ;;
            *) echo "[native] MuJoCo $version is required here but was not found; found:${built:- none}" >&2; exit 1 ;;
        esac
    done
}

compiler=
for candidate in "${CC:-}" cc gcc clang; do
    if [ -n "$candidate" ] && command -v "$candidate" > /dev/null 2>&1; then compiler=$candidate; break; fi
done
if [ -z "$compiler" ]; then
    missing "the C parts of $module (no C compiler found)" "Remedy: apt-get install gcc libc6-dev, then build again."
    exit 0
fi
mkdir -p "$target_dir"
case $module in
    hal) build_drivers ;;
    tendon-drivers) build_buses ;;
    sim-backend) build_mujoco ;;
    *) echo "usage: build/native.sh hal|tendon-drivers|sim-backend" >&2; exit 2 ;;
esac
