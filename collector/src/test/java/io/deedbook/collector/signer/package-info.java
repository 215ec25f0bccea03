// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0

/** Tests of the signer. */
package io.deedbook.collector.signer;
