/**
 * YAML files that people write, read so that every mistake is found at once and named with its line and key.
 *
 * <pre>
 *   file ──▶ YamlDocument (size, nesting, syntax) ──▶ YamlMap, YamlList ──▶ values
 *                                  └──────── Mistakes ◀───────┘
 * </pre>
 *
 * <p>Nothing in a file can run code: no tags, no anchors, no aliases, no includes. Set-up only; not thread-safe.</p>
 */
package dev.sinew.hal.yaml;
