// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.run;

import io.deedbook.loadtest.host.CpuClock;

/**
 * CPU time in microseconds, -1 where unknown.
 *
 * @param collector of the collectors that run
 * @param postgres of the database, all its processes
 * @param generator of this process
 * @param acknowledged events acknowledged meanwhile
 */
public record CpuUse(long collector, long postgres, long generator, long acknowledged) {
    /** Used so far. */
    static CpuUse soFar(Target target, long acknowledged) {
        var pids = target.pids();
        var collector = pids.stream().mapToLong(CpuClock::ofProcess).sum();
        var known = !pids.isEmpty() && pids.stream().noneMatch(pid -> CpuClock.ofProcess(pid) < 0);
        return new CpuUse(
                known ? collector : -1,
                target.postgresPid() == 0 ? -1 : CpuClock.ofFamily(target.postgresPid()),
                CpuClock.ofProcess(ProcessHandle.current().pid()),
                acknowledged);
    }

    /** Used since then. Less than none means that a process was replaced: unknown. */
    CpuUse since(CpuUse before) {
        return new CpuUse(
                difference(collector, before.collector),
                difference(postgres, before.postgres),
                difference(generator, before.generator),
                acknowledged - before.acknowledged);
    }

    /** Microseconds for each acknowledged event, -1 where unknown. */
    public double perRecord(long micros) {
        return micros < 0 || acknowledged == 0 ? -1 : (double) micros / acknowledged;
    }

    private static long difference(long after, long before) {
        return after < 0 || before < 0 || after < before ? -1 : after - before;
    }
}
