"""Loads an exported MJCF in stock MuJoCo and lets it stand: check_mjcf.py MODEL GAINS. Exits 0 when it stands."""
import sys

import mujoco
import numpy as np

model = mujoco.MjModel.from_xml_path(sys.argv[1])
data = mujoco.MjData(model)
gains = np.loadtxt(sys.argv[2])
mujoco.mj_resetDataKeyframe(model, data, 0)
wanted = data.qpos[7:].copy()

# Joint efforts become tensions through the tendons: for each effort the least non-negative tensions above a pretension.
arms = np.zeros((model.ntendon, model.nv))
mujoco.mj_forward(model, data)
for i in range(model.nv - 6):
    data.qpos[7 + i] += 1e-3
    mujoco.mj_forward(model, data)
    arms[:, 6 + i] = data.ten_length
    data.qpos[7 + i] -= 2e-3
    mujoco.mj_forward(model, data)
    arms[:, 6 + i] = -(arms[:, 6 + i] - data.ten_length) / 2e-3
    data.qpos[7 + i] += 1e-3
arms = arms[:, 6:]
least = np.linalg.pinv(arms.T)
mujoco.mj_resetDataKeyframe(model, data, 0)

# A strictly positive null vector of each tendon: pretension that puts no effort on any joint.
null = np.ones(model.ntendon)
projector = np.eye(model.ntendon) - arms @ np.linalg.pinv(arms)
for _ in range(2000):
    null = np.maximum(projector @ null, 0.2)
null = projector @ null
assert null.min() > 0, "tendons cannot be tensioned"

worst = 0.0
for step in range(2000):
    effort = gains[:, 0] * (wanted - data.qpos[7:]) - gains[:, 1] * data.qvel[6:]
    tension = least @ effort
    raised = np.zeros(model.ntendon)
    for i in range(model.ntendon):
        if tension[i] < 3:
            group = np.abs(projector[i]) > 1e-9
            raised[group] = np.maximum(raised[group], (3 - tension[i]) / null[i])
    tension = tension + raised * null
    data.ctrl[:] = -tension
    mujoco.mj_step(model, data)
    worst = max(worst, float(tension.max()))
up = 1 - 2 * (data.qpos[4] ** 2 + data.qpos[5] ** 2)
touch = sum(float(data.sensor(s + "_foot%d_touch" % i).data[0]) for s in "lr" for i in range(4))
print("mujoco %s: mass %.3f kg, height %.4f m, upright %.4f, soles %.1f N, greatest tension %.0f N" %
      (mujoco.__version__, model.body_mass.sum(), data.qpos[2], up, touch, worst))
good = 0.82 < data.qpos[2] < 0.87 and up > 0.99 and abs(touch - 9.81 * model.body_mass.sum()) < 5
sys.exit(0 if good and abs(model.body_mass.sum() - 30.348) < 1e-6 else 1)
