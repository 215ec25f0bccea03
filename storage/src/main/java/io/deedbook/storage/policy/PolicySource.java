// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.policy;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;

/** Where the policies in force come from; {@link PolicyStore} is the one that runs. */
public interface PolicySource {
    /** No owner has a policy. */
    PolicySource NONE = new PolicySource() {
        @Override
        public Future<Map<PolicyOwner, Integer>> numbers() {
            return Future.succeededFuture(Map.of());
        }

        @Override
        public Future<Optional<StoredPolicy>> inForce(PolicyOwner owner) {
            return Future.succeededFuture(Optional.empty());
        }
    };

    /** The number of each owner's newest version, of all tenants: what differs from before is to be compiled anew. */
    Future<Map<PolicyOwner, Integer>> numbers();

    /** The owner's newest policy that was not removed; empty where the fallback is in force. */
    Future<Optional<StoredPolicy>> inForce(PolicyOwner owner);
}
