package dev.sinew.policy.bundle;

import dev.sinew.policy.engine.InferenceEngine;

import java.util.List;

/**
 * Observations with the raw actions that the training side computed for them. Arrays are not to be written.
 *
 * @param observations [count][observation size].
 * @param actions      [count][action size].
 * @param tolerance    greatest accepted difference of one number, relative to the larger of one and the largest number
 *                     of its action.
 */
public record TestVectors(float[][] observations, float[][] actions, double tolerance)
{
    private static final double TOLERANCE_MAX = 1e-2;
    private static final double TOLERANCE_DEFAULT = 1e-5;

    /** @return the largest relative difference that the engine shows; NaN as soon as one number is not finite. */
    public double largestError(final InferenceEngine engine)
    {
        final float[] action = new float[engine.outputSize()];
        double largest = 0;
        for (int i = 0; i < observations.length; i++)
        {
            engine.infer(observations[i], action);
            double scale = 1;
            double difference = 0;
            for (int j = 0; j < action.length; j++)
            {
                if (!Float.isFinite(action[j]))
                {
                    return Double.NaN;
                }
                scale = Math.max(scale, Math.abs(actions[i][j]));
                difference = Math.max(difference, Math.abs((double)action[j] - actions[i][j]));
            }
            largest = Math.max(largest, difference / scale);
        }
        return largest;
    }

    /** @return true when the engine reproduces every vector within the tolerance. */
    public boolean reproducedBy(final InferenceEngine engine)
    {
        return largestError(engine) <= tolerance;
    }

    static TestVectors read(
        final byte[] text, final String file, final int observationSize, final int actionSize, final Problems problems)
    {
        final int before = problems.lines().size();
        final JsonValue root = JsonValue.parse(text, file, problems);
        if (root == null)
        {
            return null;
        }
        final JsonSection json = new JsonSection(file, "", root, problems);
        final float[][] observations = rows(json, "observation", observationSize);
        final float[][] actions = rows(json, "action", actionSize);
        final double tolerance = json.number("tolerance", false, TOLERANCE_DEFAULT);
        if (!(tolerance > 0 && tolerance <= TOLERANCE_MAX))
        {
            json.problem("tolerance", "must be above 0 and at most " + TOLERANCE_MAX + ", not " + tolerance);
        }
        json.rejectUnknown();
        if (observations != null && actions != null && observations.length != actions.length)
        {
            json.problem("action", "has " + actions.length + " rows for " + observations.length + " observations");
        }
        return problems.lines().size() == before ? new TestVectors(observations, actions, tolerance) : null;
    }

    private static float[][] rows(final JsonSection json, final String key, final int width)
    {
        final JsonValue value = json.value(key, true, "a list of rows of " + width + " numbers");
        if (value == null)
        {
            return null;
        }
        final List<JsonValue> items = value.items();
        if (items == null || items.isEmpty())
        {
            json.problem(key, "must be a list of at least one row of " + width + " numbers");
            return null;
        }
        final float[][] rows = new float[items.size()][];
        for (int i = 0; i < rows.length; i++)
        {
            rows[i] = row(json, key + "[" + i + "]", items.get(i), width);
            if (rows[i] == null)
            {
                return null;
            }
        }
        return rows;
    }

    private static float[] row(final JsonSection json, final String key, final JsonValue value, final int width)
    {
        final List<JsonValue> items = value.items();
        if (items == null || items.size() != width)
        {
            json.problem(key, "must have " + width + " numbers, not " + value.describe());
            return null;
        }
        final float[] row = new float[width];
        for (int i = 0; i < width; i++)
        {
            if (!(items.get(i).value() instanceof Double number) || !Float.isFinite(number.floatValue()))
            {
                json.problem(key + "[" + i + "]", "must be a finite number, not " + items.get(i).describe());
                return null;
            }
            row[i] = number.floatValue();
        }
        return row;
    }
}
