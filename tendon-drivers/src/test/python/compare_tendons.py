#!/usr/bin/env python3
"""Compares lengths and moment arms with MuJoCo's ten_length and ten_J: compare_tendons.py MODEL TABLE.

TABLE has a line of joint names, a line of tendon names, and then one line a pose: positions, for each tendon whether it
is asked for (1 or 0), lengths, and moment arms -dl/dq tendon by tendon. Exits 0 when all agree; prints the worst case.
"""
import sys

import mujoco
import numpy as np

LENGTH_M, ARM_M = 1e-9, 1e-6

model = mujoco.MjModel.from_xml_path(sys.argv[1])
data = mujoco.MjData(model)
with open(sys.argv[2]) as file:
    joints = file.readline().split()
    tendons = file.readline().split()
    table = np.loadtxt(file, ndmin=2)



def jacobian():
    """ten_J as a full matrix; large models keep it sparse."""
    if not mujoco.mj_isSparse(model):
        return np.array(data.ten_J).reshape(model.ntendon, model.nv)
    full, flat = np.zeros((model.ntendon, model.nv)), np.array(data.ten_J).ravel()
    for i in range(model.ntendon):
        at, count = data.ten_J_rowadr[i], data.ten_J_rownnz[i]
        full[i, np.array(data.ten_J_colind).ravel()[at:at + count]] = flat[at:at + count]
    return full


position = [model.jnt_qposadr[mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_JOINT, name)] for name in joints]
velocity = [model.jnt_dofadr[mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_JOINT, name)] for name in joints]
rows = [mujoco.mj_name2id(model, mujoco.mjtObj.mjOBJ_TENDON, name) for name in tendons]
assert min(rows) >= 0, "a tendon is missing"
n, m = len(joints), len(tendons)
worst_length = worst_arm = 0.0
compared = wrapped = 0
for row in table:
    q, asked, lengths, arms = np.split(row, [n, n + m, n + 2 * m])
    data.qpos[position] = q
    mujoco.mj_forward(model, data)
    asked = asked > 0
    compared += asked.sum()
    for i in rows:
        at = data.ten_wrapadr[i]
        wrapped += (np.array(data.wrap_obj).ravel()[at:at + data.ten_wrapnum[i]] >= 0).sum() // 2
    worst_length = max(worst_length, np.abs(data.ten_length[rows] - lengths)[asked].max(initial=0))
    worst_arm = max(worst_arm, np.abs(-jacobian()[np.ix_(rows, velocity)] - arms.reshape(m, n))[asked].max(initial=0))
print(f"MuJoCo {mujoco.__version__}: {compared} cables in {len(table)} poses, {wrapped} wraps, "
      f"lengths within {worst_length:.2g} m, moment arms within {worst_arm:.2g} m/rad")
assert compared > 0, "nothing was compared"
sys.exit(0 if worst_length <= LENGTH_M and worst_arm <= ARM_M else 1)
