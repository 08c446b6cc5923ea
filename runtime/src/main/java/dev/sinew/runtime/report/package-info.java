/**
 * What a run was, as values: written as JSON for programs and as a block of text for people.
 *
 * <pre>
 *   loop's statistics ──▶ RunReport ─┬─▶ JsonReport        --report FILE, the public contract
 *   histograms ──▶ Percentiles ──────┘└─▶ SummaryRenderer  the block at the end of sinew sim
 * </pre>
 *
 * <p>Never on the loop's thread. Imports HdrHistogram, jackson-core and hal's machine facts.</p>
 */
package dev.sinew.runtime.report;
