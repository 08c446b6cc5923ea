"""The teacher: a small model-based balance law over the capture point, with gains that ``optimise.py`` tunes.

It sees what no sensor gives directly (centre of mass and its velocity relative to the feet). For each side of the body
it forms the same features, mirrored, and maps them linearly to the joints of that side; the torso joint gets its own
row. A fall to the left is thus answered exactly as the mirror image of a fall to the right.
"""

import json
from pathlib import Path

import numpy as np

from world import BODY_NAMES, GRAVITY, LOWER, NAMES, REST, UPPER

COM_HEIGHT = 0.87
CENTRE = 0.042
OMEGA = np.sqrt(GRAVITY / COM_HEIGHT)
SIDE_JOINTS = ("hip_yaw", "hip_roll", "hip_pitch", "knee", "ankle_pitch", "ankle_roll", "sh_pitch", "sh_roll", "elbow")
FLIPPED = {"hip_yaw", "hip_roll", "ankle_roll", "sh_roll"}
SCALE = {"hip_yaw": 0.2, "hip_roll": 0.35, "hip_pitch": 0.8, "knee": 0.8, "ankle_pitch": 0.4, "ankle_roll": 0.3,
         "sh_pitch": 1.5, "sh_roll": 1.2, "elbow": 1.0, "torso": 0.5, "spine_yaw": 0.3}
SAGITTAL = ("one", "x", "dcm_x", "pitch", "pitch_rate", "over_front", "over_back", "tanh_dcm_x", "own_ankle_pitch")
LATERAL = ("y", "dcm_y", "roll", "roll_rate", "over_out", "over_in", "tanh_dcm_y", "own_ankle_roll", "abs_dcm_y")
FEATURES = SAGITTAL + LATERAL
ROWS = SIDE_JOINTS + ("torso",)
SHAPE = (len(ROWS), len(FEATURES))
# What the search may change. Everything else stays 0: a law with more freedom scores better in the training model, but
# by tricks (standing on the edges of its feet) that another simulator or a robot does not reward.
FREE = {
    "hip_roll": ("dcm_y", "y", "over_out", "over_in", "roll_rate"),
    "ankle_roll": ("dcm_y", "y", "over_out", "over_in", "own_ankle_roll"),
    "hip_pitch": ("one", "dcm_x", "over_front", "over_back", "pitch", "pitch_rate"),
    "knee": ("one", "over_front", "over_back", "over_out", "over_in"),
    "ankle_pitch": ("one", "x", "dcm_x", "over_front", "over_back", "own_ankle_pitch"),
    "sh_pitch": ("dcm_x", "over_front", "over_back"),
    "sh_roll": ("dcm_y", "over_out", "over_in"),
    "elbow": ("over_front", "over_back"),
    "torso": ("over_front", "over_back", "pitch", "pitch_rate"),
}
FREE_INDEX = tuple(ROWS.index(row) * len(FEATURES) + FEATURES.index(f) for row, fs in FREE.items() for f in fs)


def initial():
    """Returns the starting gains, (rows, features): damp the capture point with ankles and hips."""
    w = np.zeros(SHAPE)

    def put(row, feature, value):
        w[ROWS.index(row), FEATURES.index(feature)] = value

    put("ankle_pitch", "one", -0.1)
    put("ankle_pitch", "dcm_x", 0.35)
    put("hip_pitch", "over_front", -0.5)
    put("hip_pitch", "over_back", 0.6)
    put("torso", "over_front", 0.6)
    put("torso", "over_back", -0.6)
    put("sh_pitch", "over_back", -2.0)
    put("sh_pitch", "over_front", 0.5)
    put("hip_roll", "dcm_y", 0.15)
    put("ankle_roll", "dcm_y", -0.15)
    return w


def action_scale():
    """Returns rad per unit of action for every body joint (small for those that the teacher leaves alone)."""
    return np.array([SCALE.get(n[2:] if n[:2] in ("l_", "r_") else n, 0.1) for n in BODY_NAMES])


_INDEX = {n: i for i, n in enumerate(BODY_NAMES)}


def features(posture, joint_rel, centre=CENTRE):
    """Returns (n, 2, features): the features of the left and of the right side.

    posture: see World.posture; joint_rel: (n, body joints) position minus rest, rad.
    """
    n = len(posture)
    out = np.zeros((n, 2, len(FEATURES)))
    x = (posture[:, 0] - centre) / 0.1
    dcm_x = x + posture[:, 1] / OMEGA / 0.1
    for side, sign in enumerate((1.0, -1.0)):
        y = sign * posture[:, 4] / 0.1
        dcm_y = y + sign * posture[:, 5] / OMEGA / 0.1
        prefix = "l_" if side == 0 else "r_"
        out[:, side, 0] = 1.0
        out[:, side, 1] = x
        out[:, side, 2] = dcm_x
        out[:, side, 3] = posture[:, 2] / 0.3
        out[:, side, 4] = posture[:, 3] / 2.0
        out[:, side, 5] = np.maximum(dcm_x - 0.6, 0)
        out[:, side, 6] = np.maximum(-dcm_x - 0.6, 0)
        out[:, side, 7] = np.tanh(4 * dcm_x)
        out[:, side, 8] = joint_rel[:, _INDEX[prefix + "ankle_pitch"]] / 0.1
        out[:, side, 9] = y
        out[:, side, 10] = dcm_y
        out[:, side, 11] = sign * posture[:, 6] / 0.3
        out[:, side, 12] = sign * posture[:, 7] / 2.0
        out[:, side, 13] = np.maximum(dcm_y - 0.8, 0)
        out[:, side, 14] = np.maximum(-dcm_y - 0.8, 0)
        out[:, side, 15] = np.tanh(4 * dcm_y)
        out[:, side, 16] = sign * joint_rel[:, _INDEX[prefix + "ankle_roll"]] / 0.1
        out[:, side, 17] = np.abs(dcm_y)
    return out


def act(weights, feats):
    """Returns actions (n, body joints), clipped to +-1.5. weights: (n, rows, features) or (rows, features)."""
    if weights.ndim == 2:
        side = np.einsum("rf,nsf->nsr", weights, feats)
    else:
        side = np.einsum("nrf,nsf->nsr", weights, feats)
    action = np.zeros((len(feats), len(BODY_NAMES)))
    for k, joint in enumerate(SIDE_JOINTS):
        action[:, _INDEX["l_" + joint]] = side[:, 0, k]
        action[:, _INDEX["r_" + joint]] = (-1.0 if joint in FLIPPED else 1.0) * side[:, 1, k]
    action[:, _INDEX["torso"]] = 0.5 * (side[:, 0, -1] + side[:, 1, -1])
    return np.clip(action, -1.5, 1.5)


_REST = REST[[NAMES.index(n) for n in BODY_NAMES]]
_LOW = LOWER[[NAMES.index(n) for n in BODY_NAMES]]
_HIGH = UPPER[[NAMES.index(n) for n in BODY_NAMES]]


def targets(action):
    """Returns joint targets in rad for actions."""
    return np.clip(_REST + action * action_scale(), _LOW, _HIGH)


def save(path, weights, history, note=""):
    """Writes gains by joint and feature name, and the search's history, as JSON that a person can read."""
    gains = {row: {f: float(f"{v:.6g}") for f, v in zip(FEATURES, values)} for row, values in zip(ROWS, weights)}
    lines = ",\n".join(f'  "{row}": {json.dumps(values)}' for row, values in gains.items())
    rows = [[float(f"{v:.4g}") for v in row] for row in history]
    Path(path).write_text(f'{{\n "note": {json.dumps(note)},\n "gains": {{\n{lines}\n }},\n'
                          f' "history": {json.dumps(rows)}\n}}\n')


def load(path):
    """Returns (gains, history) that save wrote."""
    data = json.loads(Path(path).read_text())
    gains = np.array([[data["gains"][row][feature] for feature in FEATURES] for row in ROWS])
    return gains, np.array(data["history"])
