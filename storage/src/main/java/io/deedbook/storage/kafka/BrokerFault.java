// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.kafka;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;

/**
 * What a failure of Kafka's client means, in words that say where to look; without its message, which may repeat what
 * is configured.
 */
final class BrokerFault {
    /** That the brokers did not answer: any of the others may be behind it, and show later. */
    static final String LATE = "no answer in time";

    private static final Set<Class<? extends Exception>> OF_CERTIFICATES =
            Set.of(CertificateException.class, CertPathBuilderException.class, CertPathValidatorException.class);

    private BrokerFault() {}

    static String describe(Throwable failure) {
        if (failure instanceof UnsupportedSaslMechanismException) {
            return "the brokers don't have this mechanism (sasl.mechanism)";
        } else if (failure instanceof SaslAuthenticationException) {
            return "the brokers refuse the user or the password (sasl.jaas.config)";
        } else if (failure instanceof SslAuthenticationException) {
            return describeTls(failure);
        } else if (failure instanceof AuthorizationException) {
            return "the brokers don't allow it to this user (ACLs of topic and group)";
        } else if (failure instanceof UnknownTopicOrPartitionException) {
            return "there is no such topic";
        }
        var cause = failure.getCause();
        if (isLate(failure) || failure instanceof ExecutionException) {
            return cause == null ? LATE : describe(cause);
        } else if (cause != null && failure.getClass() == KafkaException.class) {
            return describe(cause);
        }
        return failure.getClass().getName();
    }

    private static String describeTls(Throwable failure) {
        if (isOfCertificates(failure)) {
            return "the brokers' certificate is not trusted, or not for their name (ssl.truststore.*)";
        }
        return isAlertAboutCertificate(failure)
                ? "the brokers refuse the certificate, or want one (ssl.keystore.*)"
                : "no TLS with the brokers (security.protocol, ssl.*)";
    }

    private static boolean isLate(Throwable failure) {
        return failure instanceof TimeoutException
                || failure instanceof org.apache.kafka.common.errors.TimeoutException;
    }

    private static boolean isOfCertificates(Throwable failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            var one = cause;
            if (OF_CERTIFICATES.stream().anyMatch(type -> type.isInstance(one))) {
                return true;
            }
        }
        return false;
    }

    /** What the other side says about a certificate, by the names that the JDK has for its alerts (RFC 8446, 6.2). */
    private static boolean isAlertAboutCertificate(Throwable failure) {
        for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            var said = String.valueOf(cause.getMessage());
            if (cause instanceof SSLException
                    && said.contains("Received fatal alert: ")
                    && (said.contains("certificate") || said.contains("unknown_ca"))) {
                return true;
            }
        }
        return false;
    }
}
