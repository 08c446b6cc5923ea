package dev.sinew.runtime.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.sinew.hal.robot.JointDescription;
import dev.sinew.hal.robot.RobotDescription;
import dev.sinew.hal.robot.TendonChart;
import dev.sinew.hal.robot.TendonExamination;

/**
 * One picture of a tendon group for the person who builds it: its tendons and their moment arms as a table, the arms
 * and the efforts that can be had over each joint's range, where in the range the tendons hold the joints well, and
 * which efforts two joints can have at once.
 */
public final class TendonPicture
{
    private static final int WIDTH = 1160;
    private static final int MARGIN = 40;
    private static final int HEAD = 64;
    private static final int GAP = 64;
    private static final int CHART_HEIGHT = 150;
    private static final int MAP_SIZE = 250;
    private static final int MAP_GAP = 108;
    private static final int COLUMNS = 4;

    private final RobotDescription robot;
    private final TendonExamination.Group found;
    private final TendonChart chart;

    /**
     * @param robot robot.
     * @param found what was found out about one of its groups.
     * @param chart what is drawn of that group.
     */
    public TendonPicture(
        final RobotDescription robot,
        final TendonExamination.Group found,
        final TendonChart chart)
    {
        this.robot = robot;
        this.found = found;
        this.chart = chart;
    }

    /**
     * @return text of an SVG picture; the same group gives the same.
     */
    public String svg()
    {
        final ArmTable table = new ArmTable(robot, found);
        final int joints = found.group().joints().size();
        final int rows = (joints + COLUMNS - 1) / COLUMNS;
        final double curvesTop = HEAD + table.height() + 76;
        final double mapsTop = curvesTop + 2 * rows * (CHART_HEIGHT + GAP) + 22;
        final boolean maps = chart.map() != null || chart.outline() != null;
        final int height = (int)Math.ceil(mapsTop + (maps ? MAP_SIZE + GAP : 0) - 8);
        final SvgCanvas canvas = new SvgCanvas(WIDTH, height);
        canvas.bold(MARGIN, 32, 19, robot.name() + ": " + names(joints));
        canvas.text(MARGIN, 52, 13, "start", found.openPoses() > 0 ? SvgCanvas.COLOURS[1] : SvgCanvas.GREY, verdict());
        table.draw(canvas, MARGIN, HEAD + 12);
        curves(canvas, curvesTop);
        if (maps)
        {
            maps(canvas, mapsTop);
        }
        return canvas.finish();
    }

    private String names(final int joints)
    {
        final List<String> names = new ArrayList<>();
        found.group().joints().forEach(joint -> names.add(robot.joints().get(joint).name()));
        return String.join(", ", names) + "  (" + joints + (joints == 1 ? " joint, " : " joints, ") +
            found.group().tendons().size() + " tendons)";
    }

    private String verdict()
    {
        final String closure = found.openPoses() > 0 ? "OPEN by design in " + found.openPoses() + " of " +
            found.poses() + " poses" : found.balance() > 0 ? String.format(Locale.ROOT,
            "closed, balance %.2f where the robot stands", found.balance()) : "closed by springs";
        return closure + (found.followsPose() ? String.format(Locale.ROOT,
            "; conditioning %.2f, at worst %.2f at %s, of %d poses", found.conditioning(), found.worstConditioning(),
            pose(found.worst()), found.poses()) : String.format(Locale.ROOT,
            "; conditioning %.2f; moment arms are the same in every pose", found.conditioning()));
    }

    private String pose(final TendonExamination.Pose pose)
    {
        final List<String> parts = new ArrayList<>();
        for (int k = 0; k < pose.positionRad().size(); k++)
        {
            parts.add(String.format(Locale.ROOT, "%s %.2f", robot.joints().get(found.group().joints().get(k)).name(),
                pose.positionRad().get(k)));
        }
        return String.join(", ", parts) + " rad";
    }

    /** A row of moment arms and below it a row of efforts, up to four joints wide. */
    private void curves(final SvgCanvas canvas, final double top)
    {
        final int joints = found.group().joints().size();
        final double width = (WIDTH - 2.0 * MARGIN - 24) / Math.min(COLUMNS, Math.max(2, joints)) - 68;
        for (int j = 0; j < joints; j++)
        {
            final JointDescription joint = robot.joints().get(found.group().joints().get(j));
            final double x = MARGIN + 44 + (j % COLUMNS) * (width + 68);
            final double y = top + 2.0 * (j / COLUMNS) * (CHART_HEIGHT + GAP);
            final CurveChart arms = new CurveChart(new Frame2D(x, y, width, CHART_HEIGHT, joint.name(),
                joint.name() + ", rad", j % COLUMNS == 0 ? "moment arm, mm" : ""));
            for (final TendonChart.ArmCurve curve : chart.arms())
            {
                if (curve.joint() == joint.index())
                {
                    final int row = found.group().tendons().indexOf(curve.tendon());
                    arms.curve(curve.positionRad(), scaled(curve.armM(), 1000), ArmTable.colour(row));
                }
            }
            arms.zero().mark(joint.defaultPositionRad()).draw(canvas);
            final TendonChart.ReachCurve reach = chart.reach().get(j);
            new CurveChart(new Frame2D(x, y + CHART_HEIGHT + GAP, width, CHART_HEIGHT, "",
                joint.name() + ", rad", j % COLUMNS == 0 ? "effort, N·m" : ""))
                .band(reach.positionRad(), reach.lowestNm(), reach.highestNm())
                .limits(-joint.effortMaxNm(), joint.effortMaxNm()).zero().mark(joint.defaultPositionRad())
                .draw(canvas);
        }
        canvas.text(MARGIN, top - 34, 11, "start", SvgCanvas.GREY, "Above: moment arms over each joint's range. " +
            "Below: efforts that can be had while the other joints get none; dashed across: effort_max_nm. " +
            "Dashed upright: where the robot stands.");
    }

    private static double[] scaled(final double[] values, final double factor)
    {
        final double[] scaled = new double[values.length];
        for (int k = 0; k < values.length; k++)
        {
            scaled[k] = factor * values[k];
        }
        return scaled;
    }

    private void maps(final SvgCanvas canvas, final double top)
    {
        double x = MARGIN + 44;
        if (chart.map() != null)
        {
            final TendonChart.ClosureMap map = chart.map();
            final String xName = robot.joints().get(map.jointX()).name() + ", rad";
            final String yName = robot.joints().get(map.jointY()).name() + ", rad";
            if (found.balance() > 0 || found.openPoses() > 0)
            {
                new HeatMap(new Frame2D(x, top, MAP_SIZE, MAP_SIZE, "balance (1 even, 0 open)", xName, yName),
                    map.xRad(), map.yRad(), map.balance(), 1).draw(canvas);
                x += MAP_SIZE + MAP_GAP;
            }
            new HeatMap(new Frame2D(x, top, MAP_SIZE, MAP_SIZE, "least effort / effort_max_nm", xName, yName),
                map.xRad(), map.yRad(), map.reach(), 2).draw(canvas);
            x += MAP_SIZE + MAP_GAP;
        }
        if (chart.outline() != null)
        {
            final TendonChart.EffortOutline outline = chart.outline();
            final JointDescription a = robot.joints().get(outline.jointX());
            final JointDescription b = robot.joints().get(outline.jointY());
            new OutlineChart(new Frame2D(x, top, MAP_SIZE, MAP_SIZE, "efforts of two joints at once",
                a.name() + ", N·m", b.name() + ", N·m"), outline, a.effortMaxNm(), b.effortMaxNm(),
                found.followsPose()).draw(canvas);
        }
    }
}
