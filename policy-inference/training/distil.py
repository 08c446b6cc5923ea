"""Teaches the network to do from noisy sensors what the teacher does from the truth (DAgger).

The network drives the robot, the teacher says what it would have done there, and the network learns that. After each
round the network sees the states that its own mistakes lead to.
"""

import argparse
import time

import numpy as np

import teacher
from network import Mlp, fold_input_scaling, join
from observe import (BALANCE_WIDTH, CLOSURE_ORDER, FINGER, TERMS, Observer, finger_actions)
from world import BODY, World

ROBOTS = 48
STEPS = 320
EPISODE = 200
NOISE = 2.0


def _random_pushes(rng, n, strongest):
    angle = rng.uniform(0, 2 * np.pi, n)
    axis = rng.random(n) < 0.5
    angle = np.where(axis, np.pi / 2 * rng.integers(0, 4, n), angle)
    size = rng.uniform(0, strongest, n)
    return np.stack([size * np.cos(angle), size * np.sin(angle), np.zeros(n)], 1)


def collect(net, weights, share_teacher, strongest, seed, steps=STEPS):
    """Drives a fresh set of robots; returns (observations, teacher's actions, share of robots that fell)."""
    rng = np.random.default_rng(seed)
    world = World(ROBOTS, seed, models=12)
    observer = Observer(world, NOISE * rng.uniform(0.5, 1.25), seed + 1)
    xs, ys = [], []
    rows = np.arange(ROBOTS)
    world.reset(rows, _random_pushes(rng, ROBOTS, strongest), push_tick=rng.integers(10, 120, ROBOTS))
    observer.restart(rows)
    ends = rng.integers(EPISODE // 2, EPISODE, ROBOTS)
    driven_by_teacher = rng.random(ROBOTS) < share_teacher
    falls = 0
    for step in range(steps):
        obs = observer.read()
        posture = world.posture()
        wanted = teacher.act(weights, teacher.features(posture, world.qpos[:, 7:] - teacher._REST))
        keep = ~world.fallen & (np.abs(posture[:, 2]) < 1.0) & (np.abs(posture[:, 6]) < 0.8)
        xs.append(obs[keep])
        ys.append(wanted[keep].astype(np.float32))
        action = wanted if net is None else np.where(driven_by_teacher[:, None], wanted, net(obs))
        world.step(teacher.targets(action))
        done = np.flatnonzero(world.fallen | (step >= ends))
        if len(done):
            falls += int(world.fallen[done].sum())
            world.reset(done, _random_pushes(rng, len(done), strongest), push_tick=rng.integers(10, 100, len(done)))
            observer.restart(done)
            ends[done] = step + rng.integers(EPISODE // 2, EPISODE, len(done))
            driven_by_teacher[done] = rng.random(len(done)) < share_teacher
    return np.concatenate(xs), np.concatenate(ys), falls


def _floor():
    """Returns the smallest standard deviation that an input is divided by: the noise of its sensor."""
    return np.concatenate([np.full(width * history, 5.0 * sigma) for _, width, history, sigma in TERMS])


def distil(weights, seed, rounds, steps_per_round, strongest, hidden=(256, 128), progress=print, keep=None,
           drive_steps=STEPS):
    """Returns (network, history); history rows: round, imitation error, falls of the network."""
    net, history = None, []
    data_x, data_y = [], []
    began = time.time()
    mean = std = None
    for number in range(rounds):
        share = 1.0 if number == 0 else 0.15
        x, y, falls = collect(None if net is None else _Scaled(net, mean, std), weights, share, strongest,
                              seed * 7919 + number, drive_steps)
        data_x.append(x)
        data_y.append(y)
        if net is None:
            mean = x.mean(0)
            std = np.maximum(x.std(0), _floor()).astype(np.float32)
            net = Mlp([BALANCE_WIDTH, *hidden, len(BODY)], seed)
        all_x = (np.concatenate(data_x) - mean) / std
        all_y = np.concatenate(data_y)
        rng = np.random.default_rng(seed + number)
        loss = 0.0
        steps = steps_per_round * (3 if number == rounds - 1 else 1)
        for k in range(steps):
            pick = rng.integers(0, len(all_x), 1024)
            rate = 1e-3 if number < rounds - 1 else 1e-3 * (1 - k / steps) + 1e-5
            loss += net.train_step(all_x[pick], all_y[pick], rate)
        history.append([number, loss / steps, falls])
        progress(f"distil {number + 1}/{rounds}: error {loss / steps:.5f} falls {falls} samples {len(all_x)}"
                 f" {time.time() - began:.0f} s")
        if keep is not None:
            keep(_Scaled(net, mean, std).folded())
    return _Scaled(net, mean, std).folded(), np.array(history)


class _Scaled:
    def __init__(self, net, mean, std):
        self.net, self.mean, self.std = net, mean, std

    def __call__(self, x):
        return self.net((x - self.mean) / self.std)

    def folded(self):
        """Returns a copy of the network with the input scaling inside its first layer."""
        copy = Mlp([w.shape[0] for w in self.net.weights] + [len(self.net.biases[-1])], 0)
        copy.weights = [w.copy() for w in self.net.weights]
        copy.biases = [b.copy() for b in self.net.biases]
        fold_input_scaling(copy, self.mean, self.std)
        return copy


def learn_hands(seed, steps, progress=print):
    """Returns the network from the closure command (10) to the finger joint actions (44)."""
    net = Mlp([len(CLOSURE_ORDER), 32, 32, len(FINGER)], seed)
    rng = np.random.default_rng(seed)
    for k in range(steps):
        c = np.clip(rng.uniform(-0.2, 1.2, (256, len(CLOSURE_ORDER))), 0, 1).astype(np.float32)
        loss = net.train_step(c, finger_actions(c).astype(np.float32), 3e-3 * (1 - k / steps) + 1e-5)
    c = rng.uniform(0, 1, (4096, len(CLOSURE_ORDER))).astype(np.float32)
    worst = np.abs(net(c) - finger_actions(c)).max()
    progress(f"hands: error {loss:.2e}, worst joint {worst:.4f} rad")
    return net


def whole_network(balance, hands):
    """Returns the network of the bundle: inputs balance terms then closure, outputs all joints in policy order."""
    return join(balance, hands, (BODY, FINGER))


def save(path, net, **more):
    """Writes a network as .npz."""
    np.savez(path, n=len(net.weights), **{f"w{k}": w for k, w in enumerate(net.weights)},
             **{f"b{k}": b for k, b in enumerate(net.biases)}, **more)


def load(path):
    """Reads a network that save wrote."""
    data = np.load(path)
    n = int(data["n"])
    net = Mlp([data[f"w{k}"].shape[0] for k in range(n)] + [len(data[f"b{n - 1}"])], 0)
    net.weights = [data[f"w{k}"] for k in range(n)]
    net.biases = [data[f"b{k}"] for k in range(n)]
    return net


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teacher", default="teacher_gains.json")
    parser.add_argument("--out", default="network.npz")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=14)
    parser.add_argument("--steps", type=int, default=500)
    parser.add_argument("--strongest", type=float, default=12.0)
    args = parser.parse_args()
    balance_net, curve = distil(teacher.load(args.teacher)[0], args.seed, args.rounds, args.steps, args.strongest,
                                progress=lambda line: print(line, flush=True), keep=lambda n: save(args.out, n))
    save(args.out, balance_net, history=curve)
