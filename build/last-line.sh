#!/usr/bin/env bash
# What stops the motors of a robot whose daemon is killed or stopped? Runs `sinew run` on emulated servos, arms it, kills
# or stops it while the motors pull, and prints when the servos went limp, as the emulated devices saw it.
#
#   build/last-line.sh                               all of it, two minutes
#   build/last-line.sh STOP process feetech          signal (KILL or STOP), isolation (none or process), driver
#
# Needs python3. Where the machine is so busy that the robot stops by itself before the signal, it says so: try again.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
emulator=
daemon=
finish()
{
    for process in $daemon $emulator; do kill -KILL "$process" 2> /dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT

"$root/sinew" help > /dev/null
export SINEW_NO_BUILD=1 SINEW_RUN_DIR=$work/run
mkdir "$SINEW_RUN_DIR"
cc -std=c11 -Wall -Wextra -Werror -O2 -fPIC -shared -fvisibility=hidden -I "$root/hal/src/main/native/include" \
    -o "$work/libsensors.so" "$root/build/last-line/sensors.c"
sed "s|LIBRARY|$work/libsensors.so|" "$root/build/last-line/robot.yaml" > "$work/robot.yaml"

# Real-time priorities, where they may be had: emulated servos that answer late look like lost ones.
fifo=
priority=
if chrt -f 30 true 2> /dev/null; then fifo="--fifo 30"; priority="realtime_priority=25"; fi

# try SIGNAL ISOLATION DRIVER
try()
{
    motors=mcp_motor:1,pip_motor:2,dip_motor:3
    case $3 in
        dynamixel)
            devices="dynamixel --ids 1-3 --model xm430-w350 --baud 3000000"
            config="baud=3000000 motors=$motors effort_per_ampere=1.78" ;;
        feetech)
            devices="feetech --ids 1-3 --model hls3930m"
            config="motors=$motors effort_per_ampere=1.09" ;;
        *) echo "no driver $3 here: dynamixel or feetech" >&2; exit 2 ;;
    esac
    rm -rf "$work/port" "$work/events" "$SINEW_RUN_DIR"/*
    cat > "$work/run.yaml" << END
format: 1
robot: robot.yaml
backend: native
name: last-line
policy: none
arm: true
loop: {warm_up_cycles: 2000}
realtime: {wish: prefer, priority: 20}
blackbox: {seconds: 1}
buses:
  - {name: servos, library: $3, motors: [mcp_motor, pip_motor, dip_motor], isolation: $2,
     config: "port=$work/port $config watchdog_ms=100 $priority"}
END
    # shellcheck disable=SC2086 # several words
    "$root/sinew" emulate $devices $fifo --port "$work/port" --events "$work/events" > "$work/emulator.log" 2>&1 &
    emulator=$!
    for _ in $(seq 100); do [ ! -e "$work/port" ] || break; sleep 0.2; done
    sleep 1
    "$root/sinew" run "$work/run.yaml" > "$work/run.log" 2>&1 &
    daemon=$!
    for _ in $(seq 300); do ! grep -q ' ACTIVE' "$work/run.log" || break; sleep 0.1; done
    sleep 2
    { disown "$daemon" && disown "$emulator"; } 2> /dev/null # no word when they are killed
    if ! grep -q ' ACTIVE' "$work/run.log" || grep -Eq '(DAMP|FAULT)' "$work/run.log"; then
        echo "$1 $2 $3: the robot was not in motion; see what it says:"
        tail -n 3 "$work/run.log"
        failed=1
    else
        python3 -c 'import os, signal, sys, time
print(time.monotonic_ns(), flush=True); os.kill(int(sys.argv[1]), getattr(signal, "SIG" + sys.argv[2]))' \
            "$daemon" "$1" > "$work/killed"
        sleep 1
        if [ "$1" = STOP ]; then kill -CONT "$daemon"; sleep 1; fi
        python3 - "$work" "$1 $2 $3" << 'END' || failed=1
import json, sys
work, what = sys.argv[1:]
killed = int(open(work + "/killed").read())
events = [json.loads(line) for line in open(work + "/events")]
drives = [e for e in events if e["event"] in ("torque_on", "stopped")]
pulling = {e["id"]: e["event"] == "torque_on" for e in drives if e["t_ns"] <= killed}
if pulling != {1: True, 2: True, 3: True}:
    sys.exit(f"{what}: the robot stopped by itself before the signal; try again when the machine is quiet")
stops = {}
for event in drives:
    if event["event"] == "stopped" and event["t_ns"] > killed:
        stops.setdefault(event["id"], event)
if len(stops) != 3:
    sys.exit(f"{what}: NOT STOPPED: {3 - len(stops)} of 3 motors")
last = max(stops.values(), key=lambda event: event["t_ns"])
print(f"SIG{what}: {last['how']} {(last['t_ns'] - killed) / 1e6:.1f} ms after the signal, by {last['cause']}, "
    f"up to {max(abs(e['velocity_rad_s']) for e in stops.values()):.2f} rad/s and "
    f"{max(abs(e['torque_nm']) for e in stops.values()):.3f} N·m")
END
    fi
    kill -KILL "$daemon" 2> /dev/null || true
    kill "$emulator" 2> /dev/null || true
    wait 2> /dev/null || true
    daemon=
    emulator=
}

failed=0
if [ $# = 3 ]; then
    try "$@"
elif [ $# = 0 ]; then
    for signal in KILL STOP; do
        try $signal none dynamixel
        try $signal process dynamixel
        try $signal process feetech
    done
else
    sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
exit $failed
