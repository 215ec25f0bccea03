// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OtherPublishersTest {
    private static final int LOG = 3;

    private final OtherPublishers others = new OtherPublishers();

    @Test
    void publish_isWhereACheckpointCameSinceTheLastLook() {
        assertThat(looks(10)).isFalse();
        assertThat(looks(12)).isTrue();
        assertThat(looks(12)).isFalse();
        // a database that was restored
        assertThat(looks(7)).isFalse();
        assertThat(looks(8)).isTrue();
    }

    @Test
    void publish_isNotWhereThisProcessDidOrTheLogHadNotGrown() {
        looks(10);
        others.published(LOG, 12);
        assertThat(looks(12)).isFalse();
        others.look();
        assertThat(looks(20)).isFalse();
        others.published(LOG + 1, 5);
        others.look();
        assertThat(others.publish(LOG + 1, 6)).isFalse();
    }

    /** Who publishes each time that nobody else did keeps no log waiting for more than one look of another. */
    @Test
    void publish_leavesALogToOneOfSeveral() {
        var publishers = List.of(new OtherPublishers(), new OtherPublishers(), new OtherPublishers());
        var published = new int[3];
        var checkpoint = 1L;
        var waited = 0;
        for (var turn = 0; turn < 300; turn++) {
            var number = turn % 3;
            if (turn >= 150 && number == 2) {
                // is no more
                continue;
            }
            var one = publishers.get(number);
            one.look();
            if (one.publish(LOG, checkpoint)) {
                assertThat(++waited).isLessThanOrEqualTo(3);
            } else {
                one.published(LOG, ++checkpoint);
                published[number]++;
                waited = 0;
            }
        }
        assertThat(published[2]).isEqualTo(50);
        assertThat(published[0] + published[1]).isBetween(49, 53);
    }

    private boolean looks(long checkpointSize) {
        others.look();
        return others.publish(LOG, checkpointSize);
    }
}
