/**
 * What a call into C costs: by direct mapping, by interface mapping, and through a driver's receive and send.
 */
package dev.sinew.bench.crossing;
