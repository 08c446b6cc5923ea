"""Writes the policy bundle: policy.onnx, policy.json, vectors.json and the training curves."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

import teacher
from observe import BALANCE_WIDTH, BODY_NAMES, CLOSURE_ORDER, OBS_WIDTH, TERMS, VELOCITY_CLIP
from world import BODY, JOINTS, NAMES, POLICY_PERIOD, robot_gains

VECTORS = 16
LIMIT_MARGIN = 0.005


def write_onnx(net, path):
    """Writes the network as Gemm and Elu nodes, float32, opset 13, weights inside the file."""
    nodes, weights, x = [], [], "obs"
    for k, (w, b) in enumerate(zip(net.weights, net.biases)):
        last = k == len(net.weights) - 1
        weights += [numpy_helper.from_array(w, f"w{k}"), numpy_helper.from_array(b, f"b{k}")]
        y = "actions" if last else f"h{k}"
        nodes.append(helper.make_node("Gemm", [x, f"w{k}", f"b{k}"], [y], name=f"gemm{k}"))
        if not last:
            nodes.append(helper.make_node("Elu", [y], [f"a{k}"], name=f"elu{k}", alpha=1.0))
            x = f"a{k}"
    sizes = net.weights[0].shape[0], net.weights[-1].shape[1]
    graph = helper.make_graph(
        nodes, "neo-balance", [helper.make_tensor_value_info("obs", TensorProto.FLOAT, [1, sizes[0]])],
        [helper.make_tensor_value_info("actions", TensorProto.FLOAT, [1, sizes[1]])], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="sinew-training")
    model.ir_version = 8
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def action_scales():
    """Returns rad per unit of action for all joints in policy order; fingers have 1."""
    scale = np.ones(len(NAMES))
    scale[BODY] = teacher.action_scale()
    return scale


def manifest(model_bytes, provenance):
    """Returns policy.json as a dictionary."""
    gains = robot_gains()
    observations = []
    for name, _, history, _ in TERMS:
        term = {"name": name, "scale": 1.0, "clip": None, "history_length": history}
        if name.startswith("joint_"):
            term["params"] = {"joints": BODY_NAMES}
        if name == "joint_vel_rel":
            term["clip"] = [-VELOCITY_CLIP, VELOCITY_CLIP]
        observations.append(term)
    observations.append({"name": "finger_closure", "scale": 1.0, "clip": [0.0, 1.0], "history_length": 1})
    return {
        "format": "sinew-policy", "version": 1, "name": "neo-balance", "robot": "neo", "model": "policy.onnx",
        "model_sha256": hashlib.sha256(model_bytes).hexdigest(), "period_s": POLICY_PERIOD, "input": "obs",
        "output": "actions", "joint_names": NAMES, "default_joint_pos": [j.rest for j in JOINTS],
        "joint_stiffness": [gains[n][0] for n in NAMES], "joint_damping": [gains[n][1] for n in NAMES],
        "action_scale": [round(float(s), 6) for s in action_scales()],
        "action_clip": [[round(j.lower + LIMIT_MARGIN, 6), round(j.upper - LIMIT_MARGIN, 6)] for j in JOINTS],
        "observations": observations, "history_layout": "term",
        "commands": [{"name": "finger_closure", "size": len(CLOSURE_ORDER), "default": [0.0] * len(CLOSURE_ORDER)}],
        "test_vectors": "vectors.json", "provenance": provenance}


def vectors(path, samples):
    """Returns test vectors computed by ONNX Runtime from real observations (rows of balance inputs)."""
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(0)
    rows, actions = [], []
    for k in range(VECTORS):
        closure = rng.random(len(CLOSURE_ORDER)) if k else np.zeros(len(CLOSURE_ORDER))
        x = np.concatenate([samples[k % len(samples)], closure]).astype(np.float32)
        if k == 1:
            x = np.zeros(OBS_WIDTH, np.float32)
        rows.append(x)
        actions.append(session.run(None, {"obs": x[None]})[0][0])
    return {"observation": [[float(v) for v in r] for r in rows],
            "action": [[float(v) for v in a] for a in actions], "tolerance": 1e-5}


def curves_svg(panels):
    """Returns an SVG with one small line chart per panel: (title, x values, {label: y values})."""
    width, height, pad = 420, 220, 44
    colours = ("#1b6ca8", "#c0392b", "#27823b", "#8e44ad", "#b9770e")
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * len(panels)}" height="{height + 20}" '
           'font-family="sans-serif" font-size="11">', '<rect width="100%" height="100%" fill="white"/>']
    for p, (title, xs, lines) in enumerate(panels):
        left = p * width + pad
        w, h = width - pad - 14, height - 2 * pad + 20
        ys = np.concatenate([np.asarray(v, float) for v in lines.values()])
        low, high = float(ys.min()), float(ys.max()) if ys.max() > ys.min() else float(ys.min()) + 1
        x0, x1 = float(min(xs)), float(max(xs)) if max(xs) > min(xs) else float(min(xs)) + 1
        out.append(f'<text x="{left}" y="16" font-weight="bold">{title}</text>')
        out.append(f'<rect x="{left}" y="28" width="{w}" height="{h}" fill="none" stroke="#999"/>')
        for text, y in ((high, 36), (low, 28 + h)):
            out.append(f'<text x="{left - 4}" y="{y}" text-anchor="end">{text:.3g}</text>')
        for text, x, anchor in ((x0, left, "start"), (x1, left + w, "end")):
            out.append(f'<text x="{x}" y="{42 + h}" text-anchor="{anchor}">{text:.0f}</text>')
        for k, (label, values) in enumerate(lines.items()):
            points = " ".join(f"{left + w * (x - x0) / (x1 - x0):.1f},{28 + h - h * (y - low) / (high - low):.1f}"
                              for x, y in zip(xs, values))
            colour = colours[k % len(colours)]
            out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
            out.append(f'<text x="{left + 6 + 72 * k}" y="{58 + h}" fill="{colour}">{label}</text>')
    return "\n".join(out + ["</svg>"]) + "\n"


def _compact(value, indent=1):
    """Returns JSON with one line per key, so that a diff of two manifests can be read."""
    pad = " " * indent
    lines = [f"{pad}{json.dumps(k)}: {json.dumps(v)}" for k, v in value.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def write_bundle(folder, net, samples, provenance, panels):
    """Writes the whole bundle into the folder, which is created if it is not there."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "policy.onnx"
    write_onnx(net, model)
    assert samples.shape[1] == BALANCE_WIDTH
    (folder / "policy.json").write_text(_compact(manifest(model.read_bytes(), provenance)))
    (folder / "vectors.json").write_text(_compact(vectors(model, samples)))
    (folder / "curves.svg").write_text(curves_svg(panels))
