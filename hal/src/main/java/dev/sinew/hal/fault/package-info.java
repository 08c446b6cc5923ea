/**
 * Faults by number: every one has a cause, a remedy and a line in {@code docs/faults.md}. Values only; imports nothing.
 */
package dev.sinew.hal.fault;
