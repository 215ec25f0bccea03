// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** What every HTTP door shares: credentials, problems, security headers. */
@NullMarked
package io.deedbook.collector.http;

import org.jspecify.annotations.NullMarked;
