/**
 * Policy engines on a network of a size that locomotion policies have, back to back and paced.
 */
package dev.sinew.bench.policy;
