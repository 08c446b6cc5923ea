/**
 * The command line: one class a verb, each with its own help, exit codes 0 (done), 1 (failed), 2 (wrong use).
 *
 * <pre>
 *   ./sinew VERB ──▶ Main ──▶ the verb's command ──▶ wiring, blackbox, top, report ...
 * </pre>
 *
 * <p>Main thread. Imports everything of the runtime; nothing imports it.</p>
 */
package dev.sinew.runtime.cli;
