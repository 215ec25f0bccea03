// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/** How erasures and legal holds are told, by the API and the command line alike. */
@NullMarked
package io.deedbook.collector.erasure;

import org.jspecify.annotations.NullMarked;
