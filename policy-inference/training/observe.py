"""The observation contract: what the network sees, in which order, and how noisy the sensors are in training.

The runtime builds the same vector from the bundle's ``policy.json``; the two must agree term by term.
"""

import numpy as np

from world import BODY, JOINTS, LOWER, NAMES, REST, UPPER, is_welded

HISTORY = 3
FINGERS = ("th", "ff", "mf", "rf", "lf")
CLOSURE_ORDER = tuple(f"{side}_{finger}" for side in "lr" for finger in FINGERS)
FINGER = [i for i, link in enumerate(JOINTS) if is_welded(link)]
BODY_NAMES = [NAMES[i] for i in BODY]
VELOCITY_CLIP = 20.0

# name, width, history, standard deviation of the sensor's white noise (rad/s, -, rad, rad/s)
TERMS = (("base_ang_vel", 3, HISTORY, 0.01), ("projected_gravity", 3, HISTORY, 0.003),
         ("joint_pos_rel", len(BODY), HISTORY, 0.0005), ("joint_vel_rel", len(BODY), HISTORY, 0.02))
BALANCE_WIDTH = sum(width * history for _, width, history, _ in TERMS)
OBS_WIDTH = BALANCE_WIDTH + len(CLOSURE_ORDER)
# episode-long offsets of each term: gyro bias, mounting of the IMU, encoder zero, none
BIAS = (0.01, 0.008, 0.003, 0.0)

_OPEN_CLOSED = {"mcp": (0.0, 1.3), "pip": (0.05, 1.4), "dip": (0.05, 0.9), "ip": (0.05, 1.0), "cmc": (0.02, 0.3),
                "abd": (0.0, 0.0), "cmc_abd": (0.0, 0.3), "cmc_flex": (0.1, 0.8), "cmc_rot": (0.0, 0.0)}
_THUMB_CLOSED = {"mcp": (0.05, 0.8)}


def finger_table():
    """Returns (finger joints,) arrays: index into the closure command, open angle, closed angle; rad."""
    which, opened, closed = [], [], []
    for i in FINGER:
        side, finger, joint = NAMES[i].split("_", 2)
        pose = _OPEN_CLOSED[joint]
        if finger == "th":
            pose = _THUMB_CLOSED.get(joint, pose)
        which.append(CLOSURE_ORDER.index(f"{side}_{finger}"))
        opened.append(np.clip(pose[0], LOWER[i], UPPER[i]))
        closed.append(np.clip(pose[1], LOWER[i], UPPER[i]))
    return np.array(which), np.array(opened), np.array(closed)


def finger_targets(closure):
    """Returns the finger joint targets (n, finger joints) rad for closure (n, 10) in 0..1: what the hands learn."""
    which, opened, closed = finger_table()
    c = closure[:, which]
    return opened + c * (closed - opened)


def finger_actions(closure):
    """Returns the finger actions, in units of 1 rad from the rest pose."""
    return finger_targets(closure) - REST[FINGER]


class Observer:
    """Turns the state of a World into noisy network inputs (n, BALANCE_WIDTH), history oldest first per term."""

    def __init__(self, world, noise, seed):
        """noise: multiple of the default sensor noise; 0 switches noise and bias off."""
        self.world = world
        self.noise = noise
        self.rng = np.random.default_rng(seed)
        n = world.n
        self.past = [np.zeros((n, history, width)) for _, width, history, _ in TERMS]
        self.bias = [np.zeros((n, width)) for _, width, _, _ in TERMS]
        self.fresh = np.ones(n, bool)
        self.rest = REST[world.order]

    def restart(self, rows):
        """Forgets the history of the given robots and draws new biases."""
        self.fresh[rows] = True
        for k, bias in enumerate(self.bias):
            bias[rows] = min(self.noise, 1.0) * self.rng.normal(0, 1, bias[rows].shape) * BIAS[k] * 0.5

    def read(self):
        """Takes one sample from every robot and returns the network input, float32."""
        w = self.world
        q = w.qpos[:, 3:7]
        qw, qx, qy, qz = q.T
        gravity = np.stack([-2 * (qx * qz - qw * qy), -2 * (qy * qz + qw * qx), -(1 - 2 * (qx * qx + qy * qy))], 1)
        now = (w.qvel[:, 3:6], gravity, w.qpos[:, 7:] - self.rest,
               np.clip(w.qvel[:, 6:], -VELOCITY_CLIP, VELOCITY_CLIP))
        out = []
        for k, (_, _, _, sigma) in enumerate(TERMS):
            sample = now[k] + self.bias[k] + self.noise * sigma * self.rng.normal(0, 1, now[k].shape)
            past = self.past[k]
            past[:, :-1] = past[:, 1:]
            past[:, -1] = sample
            past[self.fresh] = sample[self.fresh, None]
            out.append(past.reshape(w.n, -1))
        self.fresh[:] = False
        return np.concatenate(out, 1).astype(np.float32)
