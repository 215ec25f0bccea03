// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

/** A page that says why there is nothing to see. */
public record MessagePage(Chrome chrome, String detail) {}
