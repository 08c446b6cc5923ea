/**
 * Tools of the command line that live in other modules: evaluation, identification, benchmarks. A module offers a
 * {@link dev.sinew.hal.tool.Tool}; the runtime finds it by {@link java.util.ServiceLoader}, gives it a verb with
 * options and help, shows its progress, and prints what it returns as text, JSON or CSV.
 *
 * <pre>
 *   command line ──▶ ToolArguments ──▶ Tool.run ──▶ ToolReport ──▶ text, --report FILE (JSON), --csv DIR
 *                                        │
 *                                        └──▶ ToolProgress ──▶ a line of status
 * </pre>
 *
 * <p>Main thread, never the loop's. Imports nothing of ours.</p>
 */
package dev.sinew.hal.tool;
