/**
 * How another process talks to a running loop: a page of shared memory with one command and its answer.
 *
 * <pre>
 *   sinew arm, stop, rearm, mode ──(file lock)──▶ ControlPage ◀──polled once a cycle── loop thread
 * </pre>
 *
 * <p>The loop reads one number a cycle and never waits. Imports hal and safety.</p>
 */
package dev.sinew.runtime.command;
