// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.CertPathBuilderException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

class BrokerFaultTest {
    @Test
    void describe_saysWhereToLook() {
        assertThat(BrokerFault.describe(new SaslAuthenticationException("invented")))
                .contains("password", "sasl.jaas.config");
        assertThat(BrokerFault.describe(new SslAuthenticationException("invented", handshake())))
                .contains("certificate", "ssl.truststore");
        assertThat(BrokerFault.describe(
                        new SslAuthenticationException("invented", new SSLHandshakeException("invented"))))
                .contains("security.protocol")
                .doesNotContain("certificate");
        assertThat(BrokerFault.describe(new SslAuthenticationException(
                        "invented",
                        new SSLHandshakeException(
                                "(certificate_required) Received fatal alert: certificate_required"))))
                .contains("certificate", "ssl.keystore");
        assertThat(BrokerFault.describe(new TopicAuthorizationException(Set.of("invented"))))
                .contains("ACL");
    }

    @Test
    void describe_findsWhatIsBehindAWait() {
        assertThat(BrokerFault.describe(new TimeoutException("invented"))).isEqualTo(BrokerFault.LATE);
        assertThat(BrokerFault.describe(
                        new TimeoutException("invented", new UnknownTopicOrPartitionException("invented"))))
                .contains("no such topic");
        assertThat(BrokerFault.describe(new ExecutionException(new SaslAuthenticationException("invented"))))
                .contains("password");
    }

    @Test
    void describe_repeatsNoMessage() {
        assertThat(BrokerFault.describe(new KafkaException("invented"))).doesNotContain("invented");
        assertThat(BrokerFault.describe(new SaslAuthenticationException("invented")))
                .doesNotContain("invented");
    }

    private static SSLHandshakeException handshake() {
        var handshake = new SSLHandshakeException("invented");
        handshake.initCause(new CertPathBuilderException("invented"));
        return handshake;
    }
}
