// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.cosign;

import io.vertx.core.Future;

/** How a witness is reached, which is HTTP outside of tests. */
@FunctionalInterface
public interface WitnessDoor {
    /**
     * Submits a checkpoint.
     *
     * @param url submission prefix of the witness
     * @param body of {@code add-checkpoint}
     * @return the answer, whatever its status; fails when there was none in time, or one that is too long
     */
    Future<Reply> addCheckpoint(String url, String body);

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param contentType empty where there is none
     */
    record Reply(int status, String contentType, String body) {}
}
