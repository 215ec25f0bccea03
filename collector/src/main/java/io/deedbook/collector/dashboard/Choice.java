// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

/** One value to choose from. */
public record Choice(String value, String label, boolean chosen) {}
