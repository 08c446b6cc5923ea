/**
 * What it costs to hand one event to another thread, beside a copy on the same one.
 */
package dev.sinew.bench.handoff;
