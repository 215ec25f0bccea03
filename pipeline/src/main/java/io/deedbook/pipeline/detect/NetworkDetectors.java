// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.NETWORK;

import io.deedbook.pipeline.detect.Detector.Form;
import io.deedbook.pipeline.detect.Trigger.Digits;
import java.util.List;

/** The definitions of what finds addresses of machines. */
final class NetworkDetectors {
    private NetworkDetectors() {}

    static List<Detector> all() {
        return List.of(ipv6(), ipv4());
    }

    private static Detector ipv6() {
        return Detector.of("ipv6", NETWORK)
                .what("IPv6 address", "groups, a decimal digit; not unspecified or loopback")
                .pattern("[0-9A-Fa-f:]{2,39}(?:\\.[0-9]{1,3}){0,3}", 0, 52)
                .edges(Edge.GROUP, Edge.NUMBER)
                .validator(IpAddress::v6)
                .form(Form.LOWER_CASE)
                .on(new Trigger.Around(":", IpAddress::isV6Group, 4, IpAddress::v6Ahead));
    }

    private static Detector ipv4() {
        return Detector.of("ipv4", NETWORK)
                .what("IPv4 address", "four octets; not unspecified, loopback or a netmask")
                .pattern("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}", 0, 15)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(IpAddress::v4)
                .on(Digits.of(".", 1, 3, 4, 4));
    }
}
