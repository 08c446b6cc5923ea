package dev.sinew.tendon.identification;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import dev.sinew.hal.identification.IdentifiedTendon;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;

/**
 * Finds the parameters of one group: spools first, because they need nothing else, then cables and friction in turn,
 * because each needs a little of the other.
 */
final class GroupIdentifier
{
    private final RobotDescription robot;
    private final GroupData data;
    private final TendonDescription[] tendon;
    private final List<List<Leg>> legs = new ArrayList<>();
    private final Known[] known;
    private final int[][] ofMotor;
    private final RotorFit[] rotor;
    private final SpoolFit[] spool;
    private final CableFit[] cable;
    private FrictionFit friction;

    GroupIdentifier(final RobotDescription robot, final GroupData data)
    {
        this.robot = robot;
        this.data = data;
        final int n = data.tendons;
        tendon = new TendonDescription[n];
        known = new Known[n];
        ofMotor = new int[n][];
        rotor = new RotorFit[n];
        spool = new SpoolFit[n];
        cable = new CableFit[n];
        for (int i = 0; i < n; i++)
        {
            tendon[i] = robot.tendons().get(data.group.tendons().get(i));
            legs.add(Leg.of(data, tendon[i]));
            known[i] = new Known(robot, tendon[i], legs.get(i));
        }
        for (int i = 0; i < n; i++)
        {
            final int motor = tendon[i].motor();
            ofMotor[i] = IntStream.range(0, n).filter(other -> tendon[other].motor() == motor).toArray();
        }
    }

    /**
     * @param rounds how often cables and friction are found from each other.
     */
    void run(final int rounds)
    {
        for (int i = 0; i < data.tendons; i++)
        {
            final RotorFit fit = new RotorFit(data, ofMotor[i]);
            if (fit.solve())
            {
                rotor[i] = fit;
                if (TendonFindings.isInertiaOfUse(fit))
                {
                    data.turn(i, fit.inertia());
                }
            }
        }
        for (int i = 0; i < data.tendons; i++)
        {
            final SpoolFit fit = new SpoolFit(data, ofMotor[i]);
            if (fit.solve())
            {
                spool[i] = fit;
                known[i].radius = TendonFindings.isRadiusOfUse(fit, placeOnMotor(i)) ?
                    fit.radius(placeOnMotor(i)) : known[i].radius;
            }
        }
        for (int round = 0; round < rounds; round++)
        {
            final Sliding[] sliding = new Sliding[data.tendons];
            for (int i = 0; i < data.tendons; i++)
            {
                fitCable(i, round >= rounds - 2);
                sliding[i] = new Sliding(data, i, known[i].radius, known[i].stiffness);
            }
            fitFriction(sliding, round == 0 ? 2 : 1);
        }
    }

    private int placeOnMotor(final int i)
    {
        return IntStream.range(0, ofMotor[i].length).filter(k -> ofMotor[i][k] == i).findFirst().orElseThrow();
    }

    private boolean isLoose(final int i)
    {
        final double sign = Math.signum(tendon[i].winding());
        return IntStream.of(ofMotor[i]).anyMatch(other -> Math.signum(tendon[other].winding()) != sign);
    }

    private void fitCable(final int i, final boolean searchCreep)
    {
        final double[] flank = isLoose(i) && spool[i] != null && spool[i].sawBothFlanks() ? spool[i].flank() : null;
        final CableFit fit = new CableFit(data, i, legs.get(i), known[i], flank);
        if (legs.get(i).isEmpty() || !fit.solve(searchCreep))
        {
            return;
        }
        cable[i] = fit;
        for (int k = 0; k < legs.get(i).size(); k++)
        {
            final double scale = fit.scaleOverRadius(k) * known[i].radius;
            known[i].scale[k] = Double.isFinite(fit.scaleOverRadiusDeviation(k)) && scale > 0 ? scale : 1;
        }
        final double compliance = fit.compliance() * known[i].radius;
        known[i].stiffness = compliance > 0 && !isLoose(i) ? 1 / compliance : known[i].stiffness;
        if (fit.creeps() && compliance > 0)
        {
            known[i].creepRatio = Math.max(0, fit.creepCompliance() / fit.compliance());
            known[i].creepTimeS = fit.creepTimeS();
        }
    }

    private void fitFriction(final Sliding[] sliding, final int iterations)
    {
        final double[][][] arms = new double[data.tendons][data.joints][];
        final double[] start = new double[data.tendons];
        for (int i = 0; i < data.tendons; i++)
        {
            start[i] = known[i].exponent;
            for (int k = 0; k < legs.get(i).size(); k++)
            {
                final Leg leg = legs.get(i).get(k);
                arms[i][leg.joint] = scaled(leg.arm, known[i].scale[k]);
            }
        }
        final FrictionFit fit = new FrictionFit(data, arms, sliding, frictionColumns(), start);
        if (fit.solve(iterations))
        {
            friction = fit;
            for (int i = 0; i < data.tendons; i++)
            {
                // An exponent that is mere noise would bend all that is found from tensions at the joint.
                known[i].exponent = TendonFindings.isFrictionOfUse(fit, i) ? Math.max(0, fit.exponent(i)) :
                    start[i];
            }
        }
    }

    private int[] frictionColumns()
    {
        final int[] column = new int[data.tendons];
        int next = 0;
        for (int i = 0; i < data.tendons; i++)
        {
            column[i] = isLoose(i) && ofMotor[i][0] != i ? column[ofMotor[i][0]] : next++;
        }
        return column;
    }

    private static double[] scaled(final double[] arm, final double scale)
    {
        final double[] found = new double[arm.length];
        for (int r = 0; r < found.length; r++)
        {
            found[r] = scale * arm[r];
        }
        return found;
    }

    /**
     * @param i a tendon of the group.
     * @return what was found of it.
     */
    IdentifiedTendon result(final int i)
    {
        final TendonFindings findings = new TendonFindings(robot, tendon[i], data);
        findings.rotor(rotor[i]);
        findings.spool(spool[i], placeOnMotor(i), isLoose(i));
        findings.cable(cable[i], legs.get(i), known[i], isLoose(i));
        findings.friction(friction, i, legs.get(i).isEmpty(), isLoose(i));
        findings.backlash(cable[i], isLoose(i), spool[i], known[i]);
        return findings.result();
    }
}
