package dev.sinew.policy.engine;

/** What follows a linear layer. */
public enum Activation
{
    /** Nothing. */
    IDENTITY,
    /** max(x, 0). */
    RELU,
    /** x above zero, alpha * (e^x - 1) below. */
    ELU,
    /** Hyperbolic tangent. */
    TANH
}
