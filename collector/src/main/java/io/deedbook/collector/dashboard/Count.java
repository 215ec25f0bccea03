// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

/**
 * How many records there are of a kind.
 *
 * @param name for machines
 * @param label for people
 * @param href the records
 */
public record Count(String name, String label, long count, String href) {}
