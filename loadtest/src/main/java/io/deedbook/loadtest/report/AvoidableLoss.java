// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

import io.deedbook.loadtest.tally.Second;
import java.util.List;

/**
 * What clients gave up although there was capacity for it. A client tries for ten seconds, so what is lost in a second
 * could have been done in the room of the ten seconds up to that one: as many events as the collector acknowledged
 * fewer in them than it can. That much of it counts as avoidable, and takes up that room, so that no other loss counts
 * for the same room again. What is lost beyond it no collector could have taken.
 *
 * @param events that were given up although there was room for them
 * @param acknowledged events acknowledged meanwhile
 */
record AvoidableLoss(long events, long acknowledged) {
    private static final int CLIENT_SECONDS = 10;

    /**
     * @param seconds in a row, the first of them the first of the load
     * @param capacityPerSecond events that the collector can take in one
     */
    static AvoidableLoss of(List<Second> seconds, double capacityPerSecond) {
        var room = seconds.stream()
                .mapToDouble(second -> capacityPerSecond - second.acknowledged())
                .toArray();
        var events = 0.0;
        for (var second = 0; second < room.length; second++) {
            var from = Math.max(0, second - CLIENT_SECONDS + 1);
            events += take(room, from, second, seconds.get(second).lost());
        }
        return new AvoidableLoss(
                Math.round(events),
                seconds.stream().mapToLong(Second::acknowledged).sum());
    }

    /** Of all events that there was capacity for. */
    double share() {
        return events == 0 ? 0 : (double) events / (events + acknowledged);
    }

    /**
     * Takes up the room of these seconds for so many events, as far as it goes; tells how far. More acknowledged in one
     * second makes up for less in another of the ten. The oldest room is taken first: the others last for longer.
     */
    private static double take(double[] room, int from, int to, long lost) {
        var sum = 0.0;
        for (var second = from; second <= to; second++) {
            sum += room[second];
        }
        var taken = Math.max(0, Math.min((double) lost, sum));
        var left = taken;
        for (var second = from; second <= to; second++) {
            var here = Math.max(0, Math.min(left, room[second]));
            room[second] -= here;
            left -= here;
        }
        return taken;
    }
}
