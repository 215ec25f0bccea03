// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.bench;

import static io.deedbook.storage.TestStorage.await;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.sqlclient.Pool;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;

/** Processor time that was used so far, for benchmarks. */
public final class ProcessorTime {
    private ProcessorTime() {}

    public static Duration ofThisProcess() {
        return Duration.ofNanos(
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime());
    }

    /** Of all processes that the server behind this pool has now. */
    public static Duration ofServer(Pool pool) {
        var backend = await(pool.query("select pg_backend_pid()").execute())
                .iterator()
                .next()
                .getInteger(0);
        var postmaster =
                ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
        return Stream.concat(Stream.of(postmaster), postmaster.children())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
