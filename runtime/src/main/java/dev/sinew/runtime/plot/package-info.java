/**
 * One picture of a whole run.
 *
 * <pre>
 *   ring ──FrameReader──▶ RunHistory (own thread, every 10 ms of the run) ──┐
 *   loop's histograms (every cycle) ───────────────────────────────────────┴─▶ RunPlot ──▶ one SVG file
 * </pre>
 *
 * <p>The history is a consumer like any other: it never slows the loop and says what it lost. Imports the frame package
 * and HdrHistogram; the charts are our own few hundred lines of SVG.</p>
 */
package dev.sinew.runtime.plot;
