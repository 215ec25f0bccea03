// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/** The load as a Gatling simulation: {@code mvn -pl loadtest -am gatling:test}. */
package io.deedbook.loadtest.gatling;
