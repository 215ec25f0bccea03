// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The auditor's command, which is also a program of its own: {@code deedbook-verify.jar}. Knows neither database nor
 * server.
 */
@NullMarked
package io.deedbook.collector.audit;

import org.jspecify.annotations.NullMarked;
