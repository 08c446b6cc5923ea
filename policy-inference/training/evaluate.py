"""Measures what a policy survives: shipped, constant action, frozen observation; each direction, rising impulse."""

import numpy as np

import teacher
from observe import Observer
from world import World

DIRECTIONS = {"from the back (+x)": (1, 0, 0), "from the front (-x)": (-1, 0, 0),
              "from the right (+y)": (0, 1, 0), "from the left (-y)": (0, -1, 0)}
RECOVERY_STEPS = 250
UPRIGHT = 0.15


def constant(net):
    """The policy that always gives the same action: zero, the default pose."""
    return lambda obs, step: np.zeros((len(obs), net.weights[-1].shape[1]), np.float32)


def shipped(net):
    """The network itself."""
    return lambda obs, step: net(obs)


def frozen(net, at):
    """The network with its observation frozen from the policy step ``at`` on."""
    kept = []

    def act(obs, step):
        if step >= at and not kept:
            kept.append(obs.copy())
        return net(kept[0] if kept else obs)
    return act


def upright(world):
    """True for robots that have not fallen, whose torso is within 0.15 rad of vertical and that hardly move."""
    p = world.posture()
    still = np.hypot(p[:, 1], p[:, 5]) < 0.08
    return ~world.fallen & (np.hypot(p[:, 2], p[:, 6]) < UPRIGHT) & still


def survival(policy, direction, impulses, seed, repeats=4, noise=1.0, spread=1.0, push_at=100):
    """Returns the share of robots (len(impulses),) that are upright 5 s after the push."""
    j = np.repeat(np.asarray(impulses, float), repeats)
    world = World(len(j), seed, spread, models=min(8, 2 * repeats))
    observer = Observer(world, noise, seed + 1)
    rows = np.arange(len(j))
    world.reset(rows, j[:, None] * np.asarray(direction, float), push_tick=push_at)
    observer.restart(rows)
    for step in range(push_at + 5 + RECOVERY_STEPS):
        world.step(teacher.targets(policy(observer.read(), step)))
    return upright(world).reshape(-1, repeats).mean(1)


def quiet(policy, seconds, seed, robots=4, noise=1.0, spread=1.0):
    """Returns (share standing, greatest tilt rad, rms joint speed rad/s) without a push."""
    world = World(robots, seed, spread)
    observer = Observer(world, noise, seed + 1)
    world.reset(np.arange(robots))
    observer.restart(np.arange(robots))
    tilt, speed = 0.0, []
    for step in range(int(seconds * 50)):
        world.step(teacher.targets(policy(observer.read(), step)))
        if step > 100:
            p = world.posture()
            tilt = max(tilt, float(np.hypot(p[:, 2], p[:, 6]).max()))
            speed.append(np.square(world.qvel[:, 6:]).mean())
    return float((~world.fallen).mean()), tilt, float(np.sqrt(np.mean(speed)))


def table(net, seed, repeats=4, impulses=None):
    """Returns the lines of the survival table in Markdown, as the report and the README print it."""
    impulses = np.arange(3, 17) if impulses is None else impulses
    lines = ["| policy | push | " + " | ".join(f"{j:g}" for j in impulses) + " |",
             "| --- | --- |" + " --- |" * len(impulses)]
    for name, make in (("shipped", lambda: shipped(net)), ("constant action", lambda: constant(net)),
                       ("frozen observation", lambda: frozen(net, 95))):
        for label, direction in DIRECTIONS.items():
            share = survival(make(), direction, impulses, seed, repeats)
            lines.append(f"| {name} | {label} | " + " | ".join(f"{100 * s:.0f}" for s in share) + " |")
    return lines


if __name__ == "__main__":
    import argparse
    import distil
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--network", default="network.npz")
    parser.add_argument("--seed", type=int, default=1234)
    parser.add_argument("--repeats", type=int, default=4)
    args = parser.parse_args()
    network = distil.load(args.network)
    print("quiet 60 s:", quiet(shipped(network), 60, args.seed), flush=True)
    for row in table(network, args.seed, args.repeats):
        print(row, flush=True)
