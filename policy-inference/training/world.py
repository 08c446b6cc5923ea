"""Many copies of the training model, stepped side by side, each with its own randomised body and pushes."""

import mujoco
import numpy as np

from neo_model import build_mjcf, is_welded, read_robot

POLICY_PERIOD = 0.02
PUSH_SECONDS = 0.1
FALL_HEIGHT = 0.60
GRAVITY = 9.81

LINKS, JOINTS = read_robot()
NAMES = [link.name for link in JOINTS]
BODY = [i for i, link in enumerate(JOINTS) if not is_welded(link)]
BODY_NAMES = [NAMES[i] for i in BODY]
REST = np.array([link.rest for link in JOINTS])
LOWER = np.array([link.lower for link in JOINTS])
UPPER = np.array([link.upper for link in JOINTS])


def robot_gains():
    """Returns joint name -> (kp, kd) of the robot's description, which the shipped policy keeps."""
    return {link.name: (link.kp, link.kd) for link in JOINTS}


class World:
    """A batch of n independent robots. Not thread-safe; every array has the robots along its first axis."""

    def __init__(self, n, seed, spread=1.0, timestep=0.002, models=8, gains=None):
        """spread: 0 gives the nominal robot, 1 the full randomisation of masses, gains, friction and contact."""
        self.n = n
        self.rng = np.random.default_rng(seed)
        self.spread = spread
        self.substeps = int(round(POLICY_PERIOD / timestep))
        text = build_mjcf(LINKS, gains or robot_gains(), timestep)
        base = mujoco.MjModel.from_xml_string(text)
        self.order = np.array([NAMES.index(base.actuator(i).name) for i in range(base.nu)])
        self.models = [self._randomised(text, timestep) for _ in range(min(models, n))]
        self.torso = base.body("torso").id
        self.data = [mujoco.MjData(self.models[i % len(self.models)]) for i in range(n)]
        self.model_of = [self.models[i % len(self.models)] for i in range(n)]
        nb = len(self.order)
        self.sens = np.zeros((n, base.nsensordata))
        self.qpos = np.zeros((n, base.nq))
        self.qvel = np.zeros((n, base.nv))
        self.ctrl = np.tile(REST[self.order], (n, 1))
        self.fallen = np.zeros(n, bool)
        self.tick = 0
        self.nb = nb
        self.push_tick = np.full(n, 50)
        self.push = np.zeros((n, 3))
        self.delay = np.zeros(n, int)

    def _randomised(self, text, timestep):
        model = mujoco.MjModel.from_xml_string(text)
        r, s = self.rng, self.spread

        def factor(width, size=None):
            return 1.0 + s * width * r.uniform(-1, 1, size)

        trunk = [model.body(b).id for b in ("pelvis", "torso", "head")]
        model.body_mass *= factor(0.03, model.nbody)
        model.body_mass[trunk] *= factor(0.05, 3)
        model.body_ipos[trunk] += s * r.uniform(-0.008, 0.008, (3, 3))
        model.dof_armature[6:] *= factor(0.3, model.nv - 6)
        model.dof_damping[6:] *= factor(0.5, model.nv - 6)
        kp = factor(0.12, model.nu) * factor(0.05)
        kd = factor(0.2, model.nu) * factor(0.15)
        model.actuator_gainprm[:, 0] *= kp
        model.actuator_biasprm[:, 1] *= kp
        model.actuator_biasprm[:, 2] *= kd
        feet = [i for i in range(model.ngeom) if "ankle_roll" in model.geom(i).name]
        model.geom_friction[feet, 0] = 0.9 + s * r.uniform(-0.25, 0.2)
        model.geom_solref[feet, 0] = max(0.01 + s * r.uniform(-0.004, 0.02), 2 * timestep)
        return model

    def reset(self, rows, impulse=None, push_tick=25, delay=None):
        """Puts the given robots back to standing, at once with small random offsets; impulse (len(rows), 3) N.s."""
        r = self.rng
        for k, i in enumerate(rows):
            d, m = self.data[i], self.model_of[i]
            mujoco.mj_resetData(m, d)
            d.qpos[7:] = REST[self.order] + self.spread * r.uniform(-0.01, 0.01, self.nb)
            d.qpos[0] = 0.0
            d.qpos[2] = 0.8495
            d.qpos[3:7] = [1, 0, 0, 0]
            d.qvel[:] = self.spread * r.normal(0, 0.01, m.nv)
            d.ctrl[:] = REST[self.order]
            mujoco.mj_forward(m, d)
            self.ctrl[i] = REST[self.order]
            self.push[i] = 0 if impulse is None else impulse[k]
            self.fallen[i] = False
            self.delay[i] = r.integers(0, self.substeps // 2 + 1) if delay is None else delay
            self._collect(i)
        self.push_tick[rows] = self.tick + push_tick

    def _collect(self, i):
        d = self.data[i]
        self.sens[i] = d.sensordata
        self.qpos[i] = d.qpos
        self.qvel[i] = d.qvel

    def step(self, targets):
        """One policy period: targets (n, body joints) rad in the order of self.order; late by the robot's delay."""
        on = (self.tick >= self.push_tick) & (self.tick < self.push_tick + round(PUSH_SECONDS / POLICY_PERIOD))
        for i in range(self.n):
            if self.fallen[i]:
                continue
            d, m = self.data[i], self.model_of[i]
            d.xfrc_applied[self.torso, :3] = self.push[i] / PUSH_SECONDS if on[i] else 0.0
            late = self.delay[i]
            if late:
                mujoco.mj_step(m, d, late)
            d.ctrl[:] = targets[i]
            mujoco.mj_step(m, d, self.substeps - late)
            self._collect(i)
            if not d.qpos[2] > FALL_HEIGHT:
                self.fallen[i] = True
        self.ctrl[:] = targets
        self.tick += 1

    def posture(self):
        """Returns what the teacher may know and the student must infer, (n, 8), in the frame of the feet:
        x, vx, pitch, pitch rate, y, vy, roll, roll rate of (centre of mass, torso); m, m/s, rad, rad/s."""
        s = self.sens
        com, vel = s[:, 0:3], s[:, 3:6]
        mid = 0.5 * (s[:, 6:9] + s[:, 9:12])
        fwd = s[:, 12:15] + s[:, 15:18]
        z, w = s[:, 18:21], s[:, 21:24]
        length = np.hypot(fwd[:, 0], fwd[:, 1]) + 1e-9
        c, sn = fwd[:, 0] / length, fwd[:, 1] / length

        def rot(v):
            return c * v[:, 0] + sn * v[:, 1], -sn * v[:, 0] + c * v[:, 1]

        x, y = rot(com - mid)
        vx, vy = rot(vel)
        zx, zy = rot(z)
        wx, wy = rot(w)
        return np.stack([x, vx, np.arctan2(zx, z[:, 2]), wy, y, vy, np.arctan2(-zy, z[:, 2]), wx], 1)
