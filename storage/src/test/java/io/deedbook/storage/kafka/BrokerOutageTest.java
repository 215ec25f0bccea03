// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BrokerOutageTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final BrokerOutage outage = new BrokerOutage(nanos::get);

    @Test
    void mayTry_letsOneAtATimeFindOut() {
        assertThat(outage.mayTry()).isTrue();
        assertThat(outage.mayTry()).isTrue();

        outage.failed(new IOException());
        assertThat(outage.isAway()).isTrue();
        assertThat(outage.mayTry()).isFalse();

        nanos.addAndGet(BrokerOutage.RETRY_NANOS_MIN);
        assertThat(outage.mayTry()).isTrue();
        assertThat(outage.mayTry()).isFalse();
    }

    @Test
    void mayTry_waitsLongerAfterEachTryUpToALimit() {
        outage.failed(new IOException());
        for (var pause = BrokerOutage.RETRY_NANOS_MIN; pause < BrokerOutage.RETRY_NANOS_MAX; pause *= 2) {
            nanos.addAndGet(pause - 1);
            assertThat(outage.mayTry()).isFalse();
            nanos.addAndGet(1);
            assertThat(outage.mayTry()).isTrue();
            outage.failed(new IOException());
        }
        nanos.addAndGet(BrokerOutage.RETRY_NANOS_MAX);
        assertThat(outage.mayTry()).isTrue();
        outage.failed(new IOException());
        nanos.addAndGet(BrokerOutage.RETRY_NANOS_MAX);
        assertThat(outage.mayTry()).isTrue();
    }

    @Test
    void failed_saysACauseOnceAndABetterOneToo() {
        var log = (Logger) LoggerFactory.getLogger(BrokerOutage.class);
        var said = new ListAppender<ILoggingEvent>();
        said.start();
        log.addAppender(said);
        try {
            outage.failed(new TimeoutException());
            outage.failed(new TimeoutException());
            outage.failed(new SaslAuthenticationException("invented"));
            outage.failed(new TimeoutException());
            outage.failed(new SaslAuthenticationException("invented"));
            outage.succeeded();
            outage.failed(new TimeoutException());
        } finally {
            log.detachAppender(said);
        }
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .filteredOn(message -> message.contains("cause="))
                .satisfiesExactly(
                        late -> assertThat(late).contains(BrokerFault.LATE),
                        refused -> assertThat(refused).contains("password"),
                        again -> assertThat(again).contains(BrokerFault.LATE));
    }

    @Test
    void succeeded_letsEverybodyThrough() {
        outage.failed(new IOException());
        outage.succeeded();
        assertThat(outage.isAway()).isFalse();
        assertThat(outage.mayTry()).isTrue();
        assertThat(outage.mayTry()).isTrue();
    }
}
