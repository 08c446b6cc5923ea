/**
 * The control cycle against a system that only hands out prepared samples: what a cycle costs without a simulator's own
 * step, stage by stage, whole, and over the number of joints.
 */
package dev.sinew.bench.loop;
