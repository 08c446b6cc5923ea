/**
 * Tests of the bus drivers in C: their own test programs, and their libraries in the conformance kit.
 */
package dev.sinew.tendon.bus;
