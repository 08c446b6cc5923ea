"""Tunes the teacher's gains by CMA-ES on pushes that grow as the teacher gets better.

Run by ``train.py``; alone: ``python optimise.py --out teacher_gains.json``.
"""

import argparse
import multiprocessing as mp
import time

import cma
import numpy as np

import teacher
from world import World

DIRECTIONS = np.array([[1.0, 0, 0], [-1.0, 0, 0], [0, 1.0, 0], [0.7, 0.7, 0], [-0.7, 0.7, 0], [0, 0, 0]])
LEVEL_MAX = 13.0
TIMESTEP = 0.004
POSTURE_NOISE = np.array([0.003, 0.03, 0.006, 0.03, 0.003, 0.03, 0.006, 0.03])
EPISODE_STEPS = 170
CALM_STEPS = 40


def rollout_cost(world, weights, impulses, rng):
    """Returns the cost of each robot of the world (n,): 0 is perfect, above 1 is a fall, 2 an immediate fall."""
    n = world.n
    world.reset(np.arange(n), impulses)
    cost = np.zeros(n)
    before = np.zeros((n, world.nb))
    for step in range(EPISODE_STEPS):
        posture = world.posture() + rng.normal(0, 1, (n, 8)) * POSTURE_NOISE
        action = teacher.act(weights, teacher.features(posture, world.qpos[:, 7:] - teacher._REST))
        world.step(teacher.targets(action))
        up = ~world.fallen
        change = np.square(action - before).mean(1)
        before = action
        cost += np.where(up, 0.6 * change, 1.0 / EPISODE_STEPS)
        cost += up * 0.0004 * np.square(action).mean(1)
        if step >= EPISODE_STEPS - CALM_STEPS:
            p = world.posture()
            off = np.abs(p[:, 4]) + np.abs(p[:, 0] - 0.03) + 0.3 * (np.abs(p[:, 1]) + np.abs(p[:, 5]))
            off += 0.5 * np.square(world.qpos[:, 7:] - teacher._REST).mean(1)
            off += 0.3 * (np.abs(p[:, 2]) + np.abs(p[:, 6])) + 0.5 * np.sqrt(np.square(world.qvel[:, 6:]).mean(1))
            cost += np.where(up, 2.0 * np.minimum(off, 0.5) / CALM_STEPS, 0)
        if not up.any():
            cost += (EPISODE_STEPS - 1 - step) / EPISODE_STEPS
            break
    return cost + world.fallen


def _evaluate(job):
    candidates, impulses, seed = job
    k, c = len(impulses), len(candidates)
    world = World(k * c, seed, timestep=TIMESTEP, models=k)
    weights = np.repeat(candidates, k, axis=0)
    rng = np.random.default_rng(seed + 1)
    cost = rollout_cost(world, weights, np.tile(impulses, (c, 1)), rng)
    return cost.reshape(c, k), world.fallen.reshape(c, k)


def optimise(seed, generations, population, workers, start=None, progress=print, keep=None):
    """Returns (weights, history); history rows: generation, mean cost, push levels in N.s per direction."""
    weights0 = teacher.initial() if start is None else start
    free = np.array(teacher.FREE_INDEX)

    def whole(x):
        weights = np.zeros(weights0.size)
        weights[free] = x
        return weights.reshape(teacher.SHAPE)

    es = cma.CMAEvolutionStrategy(weights0.ravel()[free], 0.04, {"seed": seed + 1, "popsize": population,
                                                                 "verbose": -9})
    rng = np.random.default_rng(seed)
    levels = np.array([8.5, 8.5, 9.5, 9.0, 8.5, 0.0])
    history = []
    began = time.time()
    with mp.get_context("fork").Pool(workers) as pool:
        for generation in range(generations):
            asked = es.ask()
            xs = np.array([whole(x) for x in asked])
            impulses = DIRECTIONS * (levels * rng.uniform(0.85, 1.1, len(levels)))[:, None]
            jobs = [(part, impulses, seed * 100003 + generation) for part in np.array_split(xs, workers)]
            parts = pool.map(_evaluate, jobs)
            cost = np.concatenate([p[0] for p in parts])
            fell = np.concatenate([p[1] for p in parts]).mean(0)
            es.tell(asked, list(cost.mean(1)))
            levels[:5] += np.where(fell[:5] < 0.2, 0.25, np.where(fell[:5] > 0.6, -0.15, 0.0))
            levels = np.minimum(levels, LEVEL_MAX)
            levels[:2] = levels[:2].min()  # else one direction grows strong at the cost of its opposite
            history.append([generation, cost.mean(), *levels[:5]])
            if generation % 5 == 0 or generation == generations - 1:
                progress(f"teacher {generation + 1}/{generations}: cost {cost.mean():.3f} best {cost.mean(1).min():.3f}"
                         f" pushes [N.s] {np.round(levels[:5], 1)} fell {np.round(fell, 2)}"
                         f" {time.time() - began:.0f} s")
            if keep is not None and generation % 10 == 9:
                keep(whole(es.result.xfavorite), np.array(history))
    return whole(es.result.xfavorite), np.array(history)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="teacher_gains.json")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--generations", type=int, default=120)
    parser.add_argument("--population", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--start")
    args = parser.parse_args()
    first = teacher.load(args.start)[0] if args.start else None
    best, curve = optimise(args.seed, args.generations, args.population, args.workers, first,
                           lambda line: print(line, flush=True),
                           lambda weights, history: teacher.save(args.out, weights, history))
    teacher.save(args.out, best, curve)
