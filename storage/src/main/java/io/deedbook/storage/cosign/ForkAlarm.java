// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

/**
 * Says that a witness holds something against a log. Nothing more of the log is submitted to it until a person has
 * looked and restarted the collector; everything else goes on.
 *
 * @param origin of the log
 * @param witness its name in the policy
 * @param reason what the witness answered, for a person
 */
public record ForkAlarm(String origin, String witness, String reason) {}
