package dev.sinew.policy.bundle;

/**
 * A command that the policy takes from outside.
 *
 * @param name     for example {@code finger_closure}.
 * @param size     how many numbers.
 * @param defaults [size] values until somebody commands. Not to be written.
 */
public record CommandSpec(String name, int size, double[] defaults)
{
}
