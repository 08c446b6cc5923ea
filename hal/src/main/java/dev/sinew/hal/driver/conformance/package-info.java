/**
 * The conformance kit behind {@code sinew driver check}: runs a driver library through the rules of
 * {@code sinew_driver.h} and says which it breaks.
 *
 * <pre>
 *   library, options ──▶ ConformanceKit ──runs one check per──▶ Rule ──▶ ConformanceReport ──▶ text
 * </pre>
 *
 * <p>A driver that crashes takes the process with it: run the kit in a process of its own. Calling thread only.</p>
 */
package dev.sinew.hal.driver.conformance;
