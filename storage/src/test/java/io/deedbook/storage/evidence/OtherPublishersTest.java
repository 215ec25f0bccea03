// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OtherPublishersTest {
    private static final int LOG = 3;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private long nanos = TimeUnit.DAYS.toNanos(3);
    private final OtherPublishers others = publisher(10);

    @Test
    void publish_isNotWhereNobodyIsKnownTo() {
        assertThat(others.publish(LOG, 10)).isFalse();
        assertThat(others.publish(LOG, 10)).isFalse();
        // what it could not do itself it tries again
        pass(1);
        assertThat(others.publish(LOG, 10)).isFalse();
    }

    @Test
    void publish_isUntilNothingCameForLongerThanThePatience() {
        others.publish(LOG, 10);
        assertThat(others.publish(LOG, 12)).isTrue();
        pass(PATIENCE_NANOS - 1);
        assertThat(others.publish(LOG, 12)).isTrue();
        pass(1);
        assertThat(others.publish(LOG, 12)).isFalse();
        assertThat(others.publish(LOG, 13)).isTrue();
        // a database that was restored
        assertThat(others.publish(LOG, 7)).isFalse();
        assertThat(others.publish(LOG, 8)).isTrue();
    }

    @Test
    void publish_isWhereTheLogHadNotGrownWhenItWasLookedAtLast() {
        others.publish(LOG, 10);
        others.published(LOG, 12);
        assertThat(others.publish(LOG, 12)).isFalse();
        others.published(LOG, 13);
        // looks at which it had not grown are not told
        pass(TimeUnit.HOURS.toNanos(2));
        assertThat(others.publish(LOG, 90)).isTrue();
        pass(PATIENCE_NANOS);
        assertThat(others.publish(LOG, 90)).isFalse();
    }

    @Test
    void publish_forgetsTheLogThatWasLookedAtLeastRecently() {
        var small = publisher(2);
        small.publish(1, 5);
        small.publish(2, 5);
        small.publish(1, 5);
        small.publish(3, 5);
        assertThat(small.publish(1, 6)).isTrue();
        assertThat(small.publish(2, 6)).isFalse();
    }

    /** Who publishes where nobody else does keeps no log waiting for longer than the patience and a look. */
    @Test
    void publish_leavesALogToOneOfSeveral() {
        var publishers = Stream.generate(() -> publisher(10)).limit(3).toList();
        var published = new int[3];
        var checkpoint = 1L;
        var last = nanos;
        for (var turn = 0; turn < 300; turn++) {
            pass(TimeUnit.MILLISECONDS.toNanos(167));
            var number = turn % 3;
            if (turn >= 150 && number == 2) {
                // is no more
                continue;
            }
            var one = publishers.get(number);
            assertThat(nanos - last).isLessThan(PATIENCE_NANOS + TimeUnit.MILLISECONDS.toNanos(501));
            if (!one.publish(LOG, checkpoint)) {
                one.published(LOG, ++checkpoint);
                published[number]++;
                last = nanos;
            }
        }
        // the two others began with it as well, when they had seen nobody; one of them goes on
        assertThat(published[2]).isEqualTo(50);
        assertThat(published[0] + published[1]).isBetween(46, 50);
        assertThat(Math.min(published[0], published[1])).isOne();
    }

    private OtherPublishers publisher(int logsMax) {
        return new OtherPublishers(logsMax, PATIENCE_NANOS, () -> nanos);
    }

    private void pass(long more) {
        nanos += more;
    }
}
