"""Builds the MuJoCo model on which the policy of the robot ``neo`` is trained.

The robot comes from the project's own description, ``hal/robots/neo/robot.yaml``. Tendons and motors are taken
together: each joint has a PD controller with the joint's effort limit, which is what the runtime's joint controller
looks like from outside, and the inertia of its rotors. The fingers are welded to the palms, because they do not matter
for balance and would cost most of the simulation time.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

ROBOT = Path(__file__).parents[2] / "hal" / "robots" / "neo" / "robot.yaml"
WELDED_PREFIXES = tuple(side + finger for side in ("l_", "r_") for finger in ("ff_", "mf_", "rf_", "lf_", "th_"))

# what World.posture reads, in this order
_SENSORS = """ <sensor>
  <subtreecom body="pelvis"/><subtreelinvel body="pelvis"/>
  <framepos objtype="xbody" objname="l_ankle_roll"/><framepos objtype="xbody" objname="r_ankle_roll"/>
  <framexaxis objtype="xbody" objname="l_ankle_roll"/><framexaxis objtype="xbody" objname="r_ankle_roll"/>
  <framezaxis objtype="xbody" objname="torso"/><frameangvel objtype="xbody" objname="torso"/>
 </sensor>"""


@dataclass(frozen=True)
class Link:
    """A link with the joint that moves it. SI units; ``spheres`` are (x, y, z, radius). The base has no parent."""

    name: str
    mass: float
    com: tuple
    inertia: tuple
    spheres: tuple
    parent: str = ""
    pos: tuple = (0.0, 0.0, 0.0)
    axis: tuple = (0.0, 0.0, 0.0)
    lower: float = 0.0
    upper: float = 0.0
    rest: float = 0.0
    max_torque: float = 0.0
    kp: float = 0.0
    kd: float = 0.0
    damping: float = 0.0
    armature: float = 0.0


def _numbers(values):
    # YAML 1.1 reads 1e-06, without a point, as text
    return tuple(float(v) for v in values)


def _with_type(entry, types):
    return {**types.get(entry.get("type"), {}), **entry}


def _rotor_inertias(robot):
    """Returns joint name -> inertia of all rotors that turn with the joint, seen at the joint, kg m2."""
    types = robot["types"]
    motors = {m["name"]: _with_type(m, types["motors"]) for m in robot["motors"]}
    total = {}
    for tendon in robot["tendons"]:
        motor = motors[tendon["motor"]]
        for joint, arm in tendon["arms_m"].items():
            seen = float(motor["rotor_inertia_kgm2"]) * (arm / float(motor["spool_radius_m"])) ** 2
            total[joint] = total.get(joint, 0.0) + seen
    return total


def read_robot(path=ROBOT):
    """Returns (links, joints): the base first, then one link per joint in the order of the file's joints."""
    robot = yaml.safe_load(Path(path).read_text())
    rotors = _rotor_inertias(robot)
    bodies = {link["name"]: link for link in robot["links"]}
    spheres = {}
    for contact in robot["contacts"]:
        spheres.setdefault(contact["link"], []).append((*contact["centre_m"], contact["radius_m"]))

    def fixed(name):
        link = bodies[name]
        return dict(name=name, mass=float(link["mass_kg"]), com=_numbers(link["centre_m"]),
                    inertia=_numbers(link["inertia_kgm2"]), spheres=tuple(spheres.get(name, ())))

    moved = []
    for entry in robot["joints"]:
        j = _with_type(entry, robot["types"]["joints"])
        moved.append(Link(**fixed(j["name"]), parent=j["parent"], pos=tuple(j["origin_m"]), axis=tuple(j["axis"]),
                          lower=j["limits_rad"][0], upper=j["limits_rad"][1], rest=float(j["default_rad"]),
                          max_torque=float(j["effort_max_nm"]), kp=float(j["kp_nm_rad"]), kd=float(j["kd_nms_rad"]),
                          damping=float(j["damping_nms_rad"]),
                          armature=float(j.get("armature_kgm2", 0.0)) + rotors.get(j["name"], 0.0)))
    base = [Link(**fixed(name)) for name in bodies if name not in {j.name for j in moved}]
    return base + moved, moved


def is_welded(link):
    """True for a finger link, which is rigid in the training model."""
    return link.name.startswith(WELDED_PREFIXES)


def _vec(values):
    return " ".join(f"{v:.9g}" for v in values)


def build_mjcf(links, gains, timestep=0.002, weld_hands=True):
    """Returns the MJCF text of the joint-level training model.

    gains: joint name -> (kp, kd); the actuators are PD controllers with these gains and the joints' effort limits.
    """
    children = {}
    for link in links:
        children.setdefault(link.parent, []).append(link)
    actuators = []

    def body(link, indent):
        pad = " " * indent
        out = [f'{pad}<body name="{link.name}" pos="{_vec(link.pos)}">',
               f'{pad} <inertial pos="{_vec(link.com)}" mass="{link.mass}" diaginertia="{_vec(link.inertia)}"/>']
        if not link.parent:
            out.append(f'{pad} <freejoint name="root"/>')
        elif not (weld_hands and is_welded(link)):
            out.append(f'{pad} <joint name="{link.name}" axis="{_vec(link.axis)}" '
                       f'range="{link.lower} {link.upper}" armature="{link.armature}" damping="{link.damping}"/>')
            kp, kd = gains[link.name]
            actuators.append(
                f'  <general name="{link.name}" joint="{link.name}" gainprm="{kp}" biastype="affine" '
                f'biasprm="0 {-kp} {-kd}" forcerange="{-link.max_torque} {link.max_torque}"/>')
        if link.name.endswith("_ankle_roll"):
            for i, (x, y, z, r) in enumerate(link.spheres):
                out.append(f'{pad} <geom name="{link.name}_{i}" class="foot" pos="{x} {y} {z}" size="{r}"/>')
        for child in children.get(link.name, ()):
            out.extend(body(child, indent + 1))
        out.append(f"{pad}</body>")
        return out

    tree = []
    for root in children[""]:
        tree.extend(body(root, 2))
    return "\n".join([
        '<mujoco model="neo-training">',
        ' <compiler angle="radian" autolimits="true" fusestatic="false"/>',
        f' <option timestep="{timestep}" integrator="implicitfast" cone="pyramidal" iterations="20"/>',
        ' <default><default class="foot"><geom type="sphere" contype="1" conaffinity="2" mass="0" '
        'friction="0.9 0.01 0.001" solref="0.01 1" condim="3"/></default></default>',
        ' <worldbody>',
        '  <geom name="floor" type="plane" size="20 20 0.1" contype="2" conaffinity="1"/>',
        *tree,
        ' </worldbody>',
        _SENSORS,
        ' <actuator>', *actuators, ' </actuator>',
        '</mujoco>'])
