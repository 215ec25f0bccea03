// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.verify;

import io.deedbook.storage.tlog.Vkey;
import io.deedbook.storage.verify.VerificationReport.KeySource;

/** Which log is checked, and with which key. */
record VerifiedLog(String tenantName, int id, Vkey key, KeySource keySource) {}
