package dev.sinew.policy.bundle;

/** How the histories of several observation terms lie in the observation vector. Both put the oldest first. */
public enum HistoryLayout
{
    /** All of the first term's history, then all of the second's. */
    TERM,
    /** All terms of the oldest step, then all of the next. */
    TIME
}
