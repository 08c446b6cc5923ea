package dev.sinew.runtime.plot;

import java.util.Locale;

import dev.sinew.hal.robot.MotorDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonDescription;
import dev.sinew.hal.robot.TendonExamination;

/**
 * Tendons of a group and their moment arms: one row a tendon, in the colour that it has in the curves, one cell a
 * joint, the deeper the longer the arm. Blue pulls the joint its positive way, orange the other.
 */
final class ArmTable
{
    private static final int ROW = 22;
    private static final int HEADER = 26;
    private static final int CELL = 128;
    private static final int CELL_MIN = 62;
    private static final int NAME = 150;
    private static final int FACTS = 330;
    private static final int ROOM = 1080;
    private static final String[] TENDONS = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9",
        "#6a3d9a", "#8c564b"};

    private final RobotDescription robot;
    private final TendonExamination.Group found;
    private final double cell;

    ArmTable(final RobotDescription robot, final TendonExamination.Group found)
    {
        this.robot = robot;
        this.found = found;
        cell = Math.max(CELL_MIN, Math.min(CELL, (ROOM - NAME - FACTS) / (double)found.group().joints().size()));
    }

    /**
     * @param row number of a tendon in its group.
     * @return its colour.
     */
    static String colour(final int row)
    {
        return TENDONS[row % TENDONS.length];
    }

    int height()
    {
        return HEADER + ROW * found.group().tendons().size();
    }

    void draw(final SvgCanvas canvas, final double left, final double top)
    {
        final int joints = found.group().joints().size();
        canvas.text(left, top + 12, 12, "start", SvgCanvas.GREY, "tendon");
        for (int j = 0; j < joints; j++)
        {
            canvas.text(left + NAME + (j + 0.5) * cell, top + 12, 12, "middle", SvgCanvas.GREY,
                robot.joints().get(found.group().joints().get(j)).name());
        }
        canvas.text(left + NAME + joints * cell + 16, top + 12, 12, "start", SvgCanvas.GREY,
            "mm; tension N; rest N; stiffness N/mm; motor");
        double longest = 0;
        for (final TendonExamination.ArmRange arm : found.arms())
        {
            longest = Math.max(longest, Math.max(Math.abs(arm.leastM()), Math.abs(arm.greatestM())));
        }
        for (int i = 0; i < found.group().tendons().size(); i++)
        {
            row(canvas, left, top + HEADER + i * ROW, i, longest);
        }
    }

    private void row(final SvgCanvas canvas, final double left, final double y, final int i, final double longest)
    {
        final TendonDescription tendon = robot.tendons().get(found.group().tendons().get(i));
        canvas.rectangle(left, y + 4, 12, 12, colour(i), "none");
        canvas.text(left + 20, y + 15, 12, "start", SvgCanvas.INK, tendon.name());
        final int joints = found.group().joints().size();
        for (int j = 0; j < joints; j++)
        {
            final double x = left + NAME + j * cell;
            final int joint = found.group().joints().get(j);
            final TendonExamination.ArmRange arm = found.arms().stream()
                .filter(range -> range.tendon() == tendon.index() && range.joint() == joint).findFirst().orElse(null);
            canvas.rectangle(x, y, cell - 2, ROW - 2, arm == null ? "#f6f6f6" : shade(arm.defaultM() / longest),
                "none");
            if (arm != null)
            {
                canvas.text(x + (cell - 2) / 2, y + 14, 11, "middle", SvgCanvas.INK, words(arm));
            }
        }
        final MotorDescription motor = robot.motors().get(tendon.motor());
        canvas.text(left + NAME + joints * cell + 16, y + 15, 12, "start", SvgCanvas.INK,
            String.format(Locale.ROOT, "%s .. %s;  %s;  %s;  %s", number(tendon.tensionMinN()),
            number(tendon.tensionMaxN()), number(tendon.pretensionN()), number(tendon.stiffnessNM() / 1000),
            motor.name()));
    }

    private static String number(final double value)
    {
        final String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** {@code +6.0}, or {@code +6.0 (5.1 .. 8.9)} where it moves. */
    private static String words(final TendonExamination.ArmRange arm)
    {
        final String here = String.format(Locale.ROOT, "%+.2f", 1000 * arm.defaultM());
        return arm.greatestM() - arm.leastM() < 5e-6 ? here : here + String.format(Locale.ROOT, " (%.1f..%.1f)",
            1000 * arm.leastM(), 1000 * arm.greatestM());
    }

    /** White for 0, towards blue for 1, towards orange for -1. */
    static String shade(final double part)
    {
        final double depth = 0.75 * Math.min(1, Math.abs(part));
        final int[] full = part >= 0 ? new int[] {0x56, 0xa8, 0xe0} : new int[] {0xf0, 0x8a, 0x3c};
        final int[] mixed = new int[3];
        for (int c = 0; c < 3; c++)
        {
            mixed[c] = (int)Math.round(255 + depth * (full[c] - 255));
        }
        return String.format(Locale.ROOT, "#%02x%02x%02x", mixed[0], mixed[1], mixed[2]);
    }
}
