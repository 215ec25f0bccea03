// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.storage.erasure.ErasureJournal.Line;
import io.deedbook.storage.evidence.AsyncLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Says from its journal in which partitions a log was ever erased from, for a rewrite that comes after the erasure.
 * Thread-safe.
 */
final class ErasedPartitions {
    private final Vertx vertx;
    private final Pool admin;
    private final ErasureJournal journal;

    ErasedPartitions(Vertx vertx, Pool admin, ErasureJournal journal) {
        this.vertx = vertx;
        this.admin = admin;
        this.journal = journal;
    }

    /** As SQL names them; empty where nothing was erased from here. */
    Future<Set<String>> of(Tenant tenant, String publicId) {
        return vertx.executeBlocking(() -> journal.name(publicId), false)
                .compose(name -> name.isEmpty() ? Future.succeededFuture(Set.of()) : journalled(tenant, publicId));
    }

    private Future<Set<String>> journalled(Tenant tenant, String publicId) {
        var partitions = new TreeSet<String>();
        var place = new AtomicLong();
        return AsyncLoop.repeat(() -> vertx.executeBlocking(() -> journal.read(publicId, place.get()), false)
                        .compose(lines -> {
                            if (lines.isEmpty()) {
                                return Future.succeededFuture(false);
                            }
                            place.set(lines.get(lines.size() - 1).end().bytes());
                            return partitions(tenant, lines).map(found -> {
                                partitions.addAll(found);
                                return true;
                            });
                        }))
                .map(partitions);
    }

    private Future<Set<String>> partitions(Tenant tenant, List<Line> lines) {
        var indexes = new ArrayList<Long>();
        lines.forEach(line -> line.targets().forEach(target -> indexes.add(target.index())));
        return admin.preparedQuery("select distinct tableoid::regclass::text from record"
                        + " where log_id = $1 and idx = any($2::bigint[])")
                .execute(Tuple.of(tenant.id(), (Object) indexes.toArray(Long[]::new)))
                .map(rows -> {
                    var found = new TreeSet<String>();
                    rows.forEach(row -> found.add(row.getString(0)));
                    return found;
                });
    }
}
