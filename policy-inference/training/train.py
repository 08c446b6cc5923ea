"""Trains the balance policy of ``neo`` and writes its bundle. One command, one seed.

    python train.py                 from the teacher in teacher_gains.json: about ten minutes on one core
    python train.py --search        searches for a teacher first: about half an hour more on two cores
    python train.py --quick         half a minute: does every step once; the result is not a good policy
"""

import argparse
import platform
import time
from pathlib import Path

import mujoco
import numpy as np
import onnx
import onnxruntime

import distil
import evaluate
import export
import optimise
import teacher

BUNDLE = Path(__file__).parents[1] / "policies" / "neo-balance"
TEACHER = Path(__file__).with_name("teacher_gains.json")
STRONGEST_PUSH = 10.5


def arguments():
    """Returns the parsed command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=BUNDLE, help="folder of the bundle")
    parser.add_argument("--work", type=Path, default=Path("build"), help="folder for what lies between the steps")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--workers", type=int, default=2, help="processes for the teacher's search")
    parser.add_argument("--generations", type=int, default=120, help="of the teacher's search")
    parser.add_argument("--rounds", type=int, default=8, help="of teaching the network")
    parser.add_argument("--teacher", type=Path, default=TEACHER, help="gains of the teacher")
    parser.add_argument("--search", action="store_true", help="search for a teacher instead")
    parser.add_argument("--network", type=Path, help="skip the teaching and use this network.npz")
    parser.add_argument("--quick", action="store_true", help="smoke test of every step")
    return parser.parse_args()


def say(line):
    """Prints progress at once."""
    print(line, flush=True)


def main():
    """Runs the steps and writes the bundle and its report."""
    args = arguments()
    if args.quick:
        args.generations, args.rounds = 2, 2
    args.work.mkdir(parents=True, exist_ok=True)
    began = time.time()
    if not args.search and not args.quick:
        weights, search = teacher.load(args.teacher)
    else:
        weights, search = optimise.optimise(args.seed, args.generations, 6 if args.quick else 16, args.workers,
                                            progress=say)
        weights = np.round(weights, 6)
        teacher.save(args.work / "teacher_gains.json", weights, search)
    if args.network:
        balance = distil.load(args.network)
        imitation = np.load(args.network)["history"]
    else:
        balance, imitation = distil.distil(weights, args.seed, args.rounds, 60 if args.quick else 500, STRONGEST_PUSH,
                                           progress=say, drive_steps=60 if args.quick else distil.STEPS)
        distil.save(args.work / "network.npz", balance, history=imitation)
    hands = distil.learn_hands(args.seed, 500 if args.quick else 6000, progress=say)
    samples, _, _ = distil.collect(balance, weights, 0.0, 8.0, args.seed, 60 if args.quick else 320)
    samples = samples[np.random.default_rng(args.seed).integers(0, len(samples), 32)]
    provenance = {
        "script": "policy-inference/training/train.py", "seed": args.seed, "method": "CMA-ES teacher, DAgger student",
        "teacher": "search" if args.search or args.quick else args.teacher.name,
        "teacher_generations": len(search), "imitation_rounds": len(imitation),
        "samples_per_round": distil.ROBOTS * distil.STEPS, "gradient_steps": 500 * (args.rounds + 2),
        "wall_seconds": round(time.time() - began), "python": platform.python_version(),
        "mujoco": mujoco.__version__, "numpy": np.__version__, "onnx": onnx.__version__,
        "onnxruntime": onnxruntime.__version__}
    export.write_bundle(args.out, distil.whole_network(balance, hands), samples, provenance, [
        ("teacher: cost per generation", search[:, 0], {"cost": search[:, 1]}),
        ("teacher: size of the training push, N.s", search[:, 0],
         {"+x": search[:, 2], "-x": search[:, 3], "y": search[:, 4], "+x+y": search[:, 5], "-x+y": search[:, 6]}),
        ("network: imitation error", imitation[:, 0], {"error": imitation[:, 1]})])
    say(f"bundle written to {args.out} after {time.time() - began:.0f} s")
    standing, tilt, speed = evaluate.quiet(evaluate.shipped(balance), 4 if args.quick else 60, args.seed + 1)
    say(f"standing still under noise: {100 * standing:.0f} % stand, tilt up to {tilt:.3f} rad, "
        f"joint speed {speed:.3f} rad/s rms")
    report = evaluate.table(balance, args.seed + 2, 1 if args.quick else 4,
                            np.array([6.0]) if args.quick else np.arange(3.0, 17.0))
    (args.work / "survival.md").write_text("\n".join(report) + "\n")
    say("\n".join(report))


if __name__ == "__main__":
    main()
