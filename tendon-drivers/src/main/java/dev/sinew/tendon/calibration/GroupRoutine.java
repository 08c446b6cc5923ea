package dev.sinew.tendon.calibration;

import dev.sinew.hal.calibration.CalibrationStep;
import dev.sinew.hal.layout.StateBlock;
import dev.sinew.hal.transmission.TendonFinding;
import dev.sinew.tendon.life.TendonMonitor;

/**
 * The calibration of one group, one good sample at a time: what its motors shall do next, what is read, and what makes
 * it stop. Its clock runs with good samples alone. Loop's thread; allocation-free.
 */
final class GroupRoutine
{
    private static final long RAMP_NS = 1_000_000_000L;
    private static final long TENSION_TIMEOUT_NS = 20_000_000_000L;
    private static final long STILL_NS = 300_000_000L;
    private static final long STUCK_NS = 1_000_000_000L;
    private static final long LIMP_NS = 200_000_000L;
    private static final long RELEASE_MIN_NS = 600_000_000L;
    /** A limb that still swings after this time is caught, and read while it is held. */
    private static final long CATCH_NS = 3_000_000_000L;
    private static final long RELEASE_TIMEOUT_NS = 8_000_000_000L;
    /** And so is one that begins to swing while it is read. */
    private static final long READ_CATCH_NS = 1_500_000_000L;
    private static final long READ_TIMEOUT_NS = 6_000_000_000L;
    private static final long SEEK_EXTRA_NS = 4_000_000_000L;
    private static final long RETURN_NS = 2_500_000_000L;
    /** Standard times from stop to stop after which seeking is given up. */
    private static final double SEEK_RANGES = 3;
    private static final int ANCHOR_SAMPLES = 50;
    private static final int READ_SAMPLES = 100;
    private static final double TAUT_RATIO = 0.5;
    /** Cable that may lie about, m. */
    private static final double LOOSE_M = 0.06;

    private final GroupParts parts;
    private final GroupSenses senses;
    private final GroupDrive drive;
    private final PoseGuess guess;
    private final GroupRecord record;
    private final TendonMonitor monitor;
    private final boolean tensionOnly;

    private final double[] restNm;
    private final double[] restN;
    private final double[] fromPosition;
    private final double[] woundFrom;
    private CalibrationStep step = CalibrationStep.WAITING;
    private long beganNs;
    private long lastNs;
    /** Since when every cable has pulled as it should, ns. */
    private long tautSinceNs;

    /**
     * @param parts       numbers of the group.
     * @param record      where results go.
     * @param monitor     looks at all tendons; shown every sample by the caller.
     * @param restTension rest tension of each tendon of the robot, N.
     * @param tensionOnly true to wind cables and no more.
     */
    GroupRoutine(
        final GroupParts parts,
        final GroupRecord record,
        final TendonMonitor monitor,
        final double[] restTension,
        final boolean tensionOnly)
    {
        this.parts = parts;
        this.record = record;
        this.monitor = monitor;
        this.tensionOnly = tensionOnly;
        senses = new GroupSenses(parts);
        drive = new GroupDrive(parts, senses);
        guess = new PoseGuess(parts);
        restN = new double[parts.tendon.length];
        restNm = new double[parts.motor.length];
        for (int c = 0; c < restN.length; c++)
        {
            restN[c] = restTension[parts.tendon[c]];
            restNm[parts.motorOf[c]] += parts.spool[c] * restN[c];
        }
        fromPosition = new double[parts.joint.length];
        woundFrom = new double[parts.motor.length];
    }

    /**
     * @param state newest good sample.
     * @param asked torque of each motor of the group that was in force when it was taken, N·m.
     * @param nowNs time that good samples have covered, ns.
     * @return true while there is more to do.
     */
    boolean step(final StateBlock state, final double[] asked, final long nowNs)
    {
        senses.take(state, asked, nowNs);
        guess.see(senses.position);
        if (step == CalibrationStep.WAITING)
        {
            enter(CalibrationStep.TENSION, nowNs);
        }
        if (!refused(asked, nowNs))
        {
            switch (step)
            {
                case TENSION -> tension(nowNs);
                case SEEK_LOWER -> seek(-1, nowNs);
                case SEEK_UPPER -> seek(1, nowNs);
                case ANCHOR_LOWER -> anchor(0, nowNs);
                case ANCHOR_UPPER -> anchor(1, nowNs);
                case RELEASE_LOWER -> release(-1, nowNs);
                case RELEASE_UPPER -> release(1, nowNs);
                case READ_LOWER -> read(0, nowNs);
                case READ_UPPER -> read(1, nowNs);
                case RETURN -> comeBack(nowNs);
                default -> drive.limp();
            }
        }
        lastNs = nowNs;
        return step != CalibrationStep.FINISHED;
    }

    private void enter(final CalibrationStep next, final long nowNs)
    {
        step = next;
        beganNs = nowNs;
        lastNs = nowNs;
        tautSinceNs = nowNs;
        record.beginMean();
        drive.begin(next == CalibrationStep.READ_LOWER || next == CalibrationStep.READ_UPPER);
        senses.beginTurn();
        System.arraycopy(senses.position, 0, fromPosition, 0, fromPosition.length);
        System.arraycopy(senses.motorPosition, 0, woundFrom, 0, woundFrom.length);
    }

    private void next(final long nowNs)
    {
        enter(CalibrationStep.ofOrdinal(step.ordinal() + 1), nowNs);
    }

    private void fail(
        final CalibrationFailure what,
        final GroupRecord.PartKind kind,
        final int part,
        final double first,
        final double second)
    {
        record.fail(what, kind, part, first, second);
        drive.limp();
        step = CalibrationStep.FINISHED;
    }

    private void failUnstill()
    {
        final int moved = senses.movedMotor();
        fail(CalibrationFailure.NOT_STILL, GroupRecord.PartKind.MOTOR, moved,
            senses.motorPosition[moved] - woundFrom[moved], 0);
    }

    /** What may happen in any step. */
    private boolean refused(final double[] asked, final long nowNs)
    {
        final int silent = senses.silentMotor(asked, restNm, nowNs);
        final int blind = senses.blindJoint(nowNs);
        final int hot = senses.hotMotor();
        if (silent >= 0)
        {
            fail(CalibrationFailure.MOTOR_SILENT, GroupRecord.PartKind.MOTOR, silent, 0, 0);
        }
        else if (blind >= 0)
        {
            fail(CalibrationFailure.ENCODER_SILENT, GroupRecord.PartKind.JOINT, blind, 0, 0);
        }
        else if (hot >= 0)
        {
            fail(CalibrationFailure.MOTOR_HOT, GroupRecord.PartKind.MOTOR, hot, senses.temperature[hot],
                parts.temperatureMax[hot]);
        }
        else
        {
            refuseTendons();
        }
        return step == CalibrationStep.FINISHED || !senses.whole();
    }

    private void refuseTendons()
    {
        for (int c = 0; c < parts.tendon.length && step != CalibrationStep.FINISHED; c++)
        {
            final long found = monitor.findings(parts.tendon[c]);
            if ((found & TendonFinding.OVER_TENSION.mask()) != 0)
            {
                fail(CalibrationFailure.OVER_TENSION, GroupRecord.PartKind.TENDON, c, senses.tension[c],
                    parts.tensionMax[c]);
            }
            else if (step != CalibrationStep.TENSION && (found & TendonFinding.LOST) != 0)
            {
                fail(CalibrationFailure.TENDON_CUT, GroupRecord.PartKind.TENDON, c, 0, 0);
            }
        }
    }

    private void tension(final long nowNs)
    {
        final double level = Math.min(1, (double)(nowNs - beganNs) / RAMP_NS);
        drive.level(level);
        int loose = -1;
        for (int c = 0; c < restN.length; c++)
        {
            final double taken = Math.abs(parts.spool[c] *
                (senses.motorPosition[parts.motorOf[c]] - woundFrom[parts.motorOf[c]]));
            if (taken > LOOSE_M + parts.travel[c])
            {
                fail(CalibrationFailure.NEVER_TAUT, GroupRecord.PartKind.TENDON, c, taken, 0);
                return;
            }
            loose = loose < 0 && !(senses.tension[c] >= TAUT_RATIO * restN[c]) ? c : loose;
        }
        tautSinceNs = loose < 0 && level == 1 ? tautSinceNs : nowNs;
        final boolean whole = level == 1 && nowNs - beganNs > RAMP_NS + STILL_NS;
        if (whole && loose >= 0 && senses.motorsStillNs(nowNs) > STUCK_NS)
        {
            fail(CalibrationFailure.TENSION_MISSED, GroupRecord.PartKind.TENDON, loose, senses.tension[loose],
                restN[loose]);
        }
        else if (nowNs - tautSinceNs > STILL_NS)
        {
            // Motors may still turn then: where moment arms are off the file, equal tensions leave a torque, and a
            // joint that nothing holds creeps toward a stop for as long as it takes.
            tensioned(nowNs);
        }
        else if (nowNs - beganNs > TENSION_TIMEOUT_NS)
        {
            failUnstill();
        }
    }

    private void tensioned(final long nowNs)
    {
        if (tensionOnly)
        {
            record.tensioned();
            step = CalibrationStep.FINISHED;
            return;
        }
        monitor.reset();
        next(nowNs);
    }

    private void seek(final int direction, final long nowNs)
    {
        drive.toward(direction, (nowNs - lastNs) * 1e-9);
        if (encoderStands())
        {
            return;
        }
        final int free = drive.standingFree(direction);
        final double standardNs = 1e9 * parts.range(0) / parts.speed[0];
        if (free < 0 && senses.jointsStillNs(nowNs) > STILL_NS)
        {
            next(nowNs);
        }
        else if (nowNs - beganNs > SEEK_RANGES * standardNs + SEEK_EXTRA_NS)
        {
            final int joint = Math.max(0, free);
            fail(CalibrationFailure.NOT_AT_STOP, GroupRecord.PartKind.JOINT, joint, senses.position[joint], 0);
            blameStuckMotor();
        }
    }

    /** Where a motor never moved, no joint can be blamed. */
    private void blameStuckMotor()
    {
        final int stuck = senses.stuckMotor();
        if (stuck >= 0)
        {
            fail(CalibrationFailure.MOTOR_STUCK, GroupRecord.PartKind.MOTOR, stuck, 0, 0);
        }
    }

    /** A joint whose motors turn it while its encoder shows nothing of it. */
    private boolean encoderStands()
    {
        final int frozen = senses.frozenEncoder();
        if (frozen >= 0)
        {
            fail(CalibrationFailure.ENCODER_FROZEN, GroupRecord.PartKind.JOINT, frozen, senses.turned(frozen), 0);
        }
        return frozen >= 0;
    }

    private void anchor(final int side, final long nowNs)
    {
        drive.lean(side == 0 ? -1 : 1);
        record.addAnchor(side, senses);
        if (record.samples() >= ANCHOR_SAMPLES)
        {
            guess.stop(side, record.anchor(side));
            monitor.reset(); // the pose that it sees has jumped
            next(nowNs);
        }
    }

    private void release(final int side, final long nowNs)
    {
        final long sinceNs = nowNs - beganNs;
        if (sinceNs < LIMP_NS)
        {
            drive.letGo();
            return;
        }
        if (sinceNs > CATCH_NS)
        {
            drive.hold();
        }
        drive.feel(side);
        if (sinceNs > RELEASE_MIN_NS && senses.motorsStillNs(nowNs) > STILL_NS)
        {
            next(nowNs);
        }
        else if (sinceNs > RELEASE_TIMEOUT_NS)
        {
            failUnstill();
        }
    }

    private void read(final int side, final long nowNs)
    {
        if (nowNs - beganNs > READ_CATCH_NS)
        {
            drive.hold();
        }
        drive.feel(side == 0 ? -1 : 1);
        if (senses.motorsStillNs(nowNs) <= STILL_NS)
        {
            record.beginMean(); // something moved: what was read before does not count
        }
        else
        {
            record.addReading(side, senses);
        }
        if (record.samples() < READ_SAMPLES)
        {
            if (nowNs - beganNs > READ_TIMEOUT_NS)
            {
                failUnstill();
            }
        }
        else if (side == 0)
        {
            next(nowNs);
        }
        else if (record.solve())
        {
            enter(CalibrationStep.RETURN, nowNs);
        }
        else
        {
            drive.limp();
            step = CalibrationStep.FINISHED;
            blameStuckMotor();
        }
    }

    /** Back to the default pose, as far as it gets; the group is calibrated whether it arrives or not. */
    private void comeBack(final long nowNs)
    {
        final double part = Math.min(1, (double)(nowNs - beganNs) / RETURN_NS);
        for (int row = 0; row < fromPosition.length; row++)
        {
            final double goal = parts.encoder[row] ? parts.standing[row] + record.offset(row) :
                fromPosition[row] + parts.standing[row] - parts.upper[row];
            drive.aim(row, fromPosition[row] + part * (goal - fromPosition[row]));
        }
        // An encoder that no longer follows may have stood still while it was read.
        if (!encoderStands() && nowNs - beganNs > RETURN_NS + STILL_NS)
        {
            step = CalibrationStep.FINISHED;
        }
    }

    CalibrationStep step()
    {
        return step;
    }

    GroupDrive drive()
    {
        return drive;
    }

    /** Whether the drives damp: not while joints are moved, nor while they come to rest. */
    boolean damped()
    {
        return drive.kind() == GroupDrive.Kind.LIMP || step == CalibrationStep.TENSION;
    }

    /** Where a joint is, as well as is known, rad. */
    double pose(final int row)
    {
        return guess.pose(row, senses.position[row]);
    }
}
