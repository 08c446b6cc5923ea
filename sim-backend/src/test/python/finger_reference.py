#!/usr/bin/env python3
"""Writes finger_reference.csv: a finger on elastic tendons, integrated by MuJoCo at 10 us.

Three joints, four tendons that cross several of them, four rotors. Tendons are MuJoCo's own fixed tendons over joints
and rotors: length = r theta - R q, with a spring that pulls only beyond its upper resting length, and a damper. The
numbers are those of PlantRobot.finger(). Run: pip install "mujoco>=3.3,<3.4" numpy && python3 finger_reference.py
"""
import pathlib
import mujoco
import numpy

ARMS = numpy.array([[-0.008, -0.006, -0.004], [0.010, -0.003, -0.001], [0.004, 0.008, -0.002], [0.002, 0.003, 0.006]])
PRETENSION = numpy.array([6.0, 3.0, 4.0, 5.0])
INERTIA, STIFFNESS, DAMPING = [1.2e-4, 5e-5, 2e-5], 0.3, 0.002
SPOOL, ROTOR, ROTOR_DAMPING, CABLE, CABLE_DAMPING = 0.006, 2e-6, 2e-5, 30_000.0, 4.0
STEP_S, END_S, EVERY_S, SWITCH_S = 1e-5, 0.3, 0.01, 0.15
FIRST, SECOND = numpy.array([0.0, 0.03, 0.0, 0.0]), numpy.array([0.02, 0.0, 0.02, 0.01])


def rest_tension():
    """The multiple of the null vector that is nearest to the pretension."""
    vector = numpy.linalg.svd(ARMS.T)[2][-1]
    tension = vector * (vector @ PRETENSION)
    assert (tension > 1).all(), tension
    return tension


def model_xml(rest):
    bodies, tendons, motors = "", "", ""
    for j in range(3):
        bodies += (f'<body pos="{j} 0 0"><inertial pos="0 0 0" mass="1" diaginertia="{INERTIA[j]} {INERTIA[j]} {INERTIA[j]}"/>'
                   f'<joint name="q{j}" axis="0 1 0" stiffness="{STIFFNESS}" damping="{DAMPING}"/></body>')
    for i in range(4):
        bodies += (f'<body pos="{i} 1 0"><inertial pos="0 0 0" mass="1" diaginertia="{ROTOR} {ROTOR} {ROTOR}"/>'
                   f'<joint name="m{i}" axis="0 1 0" damping="{ROTOR_DAMPING}"/></body>')
        wraps = "".join(f'<joint joint="q{j}" coef="{-ARMS[i][j]}"/>' for j in range(3))
        tendons += (f'<fixed stiffness="{CABLE}" damping="{CABLE_DAMPING}" springlength="-1 {float(-rest[i] / CABLE)!r}">'
                    f'{wraps}<joint joint="m{i}" coef="{SPOOL}"/></fixed>')
        motors += f'<motor joint="m{i}" gear="1"/>'
    return (f'<mujoco><option timestep="{STEP_S}" gravity="0 0 0" '
            f'integrator="RK4"/><worldbody>{bodies}</worldbody><tendon>{tendons}</tendon>'
            f'<actuator>{motors}</actuator></mujoco>')


def main():
    rest = rest_tension()
    model = mujoco.MjModel.from_xml_string(model_xml(rest))
    data = mujoco.MjData(model)
    lines = [f"# MuJoCo {mujoco.__version__}, RK4 at {STEP_S} s; made by src/test/python/finger_reference.py",
             "time_s,q0,q1,q2,m0,m1,m2,m3,f0,f1,f2,f3"]
    steps, every = round(END_S / STEP_S), round(EVERY_S / STEP_S)
    for step in range(steps + 1):
        extra = FIRST if step < round(SWITCH_S / STEP_S) else SECOND
        data.ctrl[:] = SPOOL * rest + extra
        if step % every == 0:
            mujoco.mj_forward(model, data)
            tension = CABLE * (data.ten_length + rest / CABLE) + CABLE_DAMPING * data.ten_velocity
            assert (tension > 0).all(), "a tendon went slack: MuJoCo's damper would push there"
            values = [data.time, *data.qpos, *tension]
            lines.append(",".join(f"{value:.9g}" for value in values))
        mujoco.mj_step(model, data)
    target = pathlib.Path(__file__).parents[1] / "resources/dev/sinew/sim/plant/finger_reference.csv"
    target.write_text("\n".join(lines) + "\n")
    print(f"wrote {len(lines) - 2} rows")


main()
