package dev.sinew.hal.recording;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Samples over time, one column a quantity. Each row is the mean of the same number of samples that follow each other,
 * which keeps every linear relation between columns and takes noise away. Immutable but for the arrays, which are not
 * copied.
 */
public final class Recording
{
    /** Column that every recording has: time of the row, s, rising. */
    public static final String TIME_S = "time_s";

    private final String origin;
    private final String robotSha256;
    private final Map<String, double[]> columns;
    private final int rows;

    private Recording(
        final String origin, final String robotSha256, final Map<String, double[]> columns, final int rows)
    {
        this.origin = origin;
        this.robotSha256 = robotSha256;
        this.columns = columns;
        this.rows = rows;
    }

    /**
     * @param origin  where it came from, for people.
     * @param columns columns by name in order, the first of them the time; equally long, not copied.
     * @return a recording of them.
     */
    public static Recording of(final String origin, final Map<String, double[]> columns)
    {
        final double[] time = columns.get(TIME_S);
        if (time == null || columns.values().stream().anyMatch(column -> column.length != time.length))
        {
            throw new IllegalArgumentException("a recording has a column " + TIME_S + " and others as long as that");
        }
        return new Recording(origin, "", Collections.unmodifiableMap(new LinkedHashMap<>(columns)), time.length);
    }

    /**
     * @return where it came from, for people.
     */
    public String origin()
    {
        return origin;
    }

    /**
     * @return hash of the file of the robot that was recorded, empty when the recording does not say.
     */
    public String robotSha256()
    {
        return robotSha256;
    }

    /**
     * @return number of rows.
     */
    public int rows()
    {
        return rows;
    }

    /**
     * @return names of the columns in order.
     */
    public Set<String> names()
    {
        return Collections.unmodifiableSet(columns.keySet());
    }

    /**
     * @param name a column, {@code motor_position_rad.l_ff_fl1_motor}.
     * @return true when it is there.
     */
    public boolean has(final String name)
    {
        return columns.containsKey(name);
    }

    /**
     * @param name a column.
     * @return its values, one a row; not to be changed.
     * @throws IllegalArgumentException when it is not there.
     */
    public double[] column(final String name)
    {
        final double[] column = columns.get(name);
        if (column == null)
        {
            throw new IllegalArgumentException("the recording has no column " + name);
        }
        return column;
    }

    /** Takes samples in, one after the other. */
    public static final class Builder
    {
        private static final int ROWS_AT_FIRST = 1024;
        private static final int SAMPLES_MAX = 1_000_000;

        private final List<String> names;
        private final double rowS;
        private final double[] sum;
        private double[][] values;
        private int samplesPerRow;
        private double firstS;
        private int rows;
        private int taken;

        /**
         * @param names columns beside the time, in order.
         * @param rowS  time that a row stands for, s; the distance of the first two samples says how many samples that
         *              are, at least one.
         */
        public Builder(final List<String> names, final double rowS)
        {
            if (!(rowS >= 0))
            {
                throw new IllegalArgumentException("a row stands for some time: " + rowS);
            }
            this.names = List.copyOf(names);
            this.rowS = rowS;
            sum = new double[names.size() + 1];
            values = new double[names.size() + 1][ROWS_AT_FIRST];
        }

        /**
         * @param timeS  time of the sample, s.
         * @param sample one value a column; a row with one that is not finite is left out.
         */
        public void add(final double timeS, final double[] sample)
        {
            if (samplesPerRow == 0 && taken == 1)
            {
                final double ratio = rowS / (timeS - firstS);
                samplesPerRow = ratio > 1 && ratio < SAMPLES_MAX ? (int)Math.rint(ratio) : 1;
                closeWhenFull();
            }
            firstS = taken == 0 ? timeS : firstS;
            sum[0] += timeS;
            for (int c = 0; c < names.size(); c++)
            {
                sum[c + 1] += sample[c];
            }
            taken++;
            closeWhenFull();
        }

        private void closeWhenFull()
        {
            if (taken == samplesPerRow)
            {
                close();
            }
        }

        private void close()
        {
            double check = 0;
            for (final double s : sum)
            {
                check += s * 0.0;
            }
            if (check == 0)
            {
                if (rows == values[0].length)
                {
                    for (int c = 0; c < values.length; c++)
                    {
                        values[c] = Arrays.copyOf(values[c], 2 * rows);
                    }
                }
                for (int c = 0; c < sum.length; c++)
                {
                    values[c][rows] = sum[c] / samplesPerRow;
                }
                rows++;
            }
            Arrays.fill(sum, 0);
            taken = 0;
        }

        /**
         * @param origin      where the samples came from, for people.
         * @param robotSha256 hash of the robot's file, empty when it is not known.
         * @return the whole rows; samples of an unfinished one are left out. The builder is spent.
         */
        public Recording build(final String origin, final String robotSha256)
        {
            final Map<String, double[]> columns = new LinkedHashMap<>();
            for (int c = 0; c < values.length; c++)
            {
                columns.put(c == 0 ? TIME_S : names.get(c - 1), Arrays.copyOf(values[c], rows));
                values[c] = null; // a recording may be half of the memory
            }
            return new Recording(origin, robotSha256, columns, rows);
        }
    }
}
