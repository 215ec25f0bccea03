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
                .reference("https://www.rfc-editor.org/rfc/rfc4291#section-2.2")
                .matches("2001:db8::1", "fe80::1", "2001:0db8:85a3:0000:0000:8a2e:0370:7334")
                .rejects("std::string", "09:44:11", "::1", "00:1a:2b:3c:4d:5e")
                .pattern("[0-9A-Fa-f:]{2,39}(?:\\.[0-9]{1,3}){0,3}", 0, 52)
                .edges(Edge.GROUP, Edge.NUMBER)
                .validator(IpAddress::v6)
                .form(Form.LOWER_CASE)
                .on(new Trigger.Around(":", IpAddress::isV6Group, 4, IpAddress::v6Ahead));
    }

    private static Detector ipv4() {
        return Detector.of("ipv4", NETWORK)
                .what("IPv4 address", "four octets; not unspecified, loopback or a netmask")
                .reference("https://www.rfc-editor.org/rfc/rfc791#section-3.1")
                .matches("203.0.113.7", "192.168.1.100")
                .rejects("127.0.0.1", "1.2.3.4.5", "300.1.1.1", "255.255.255.0")
                .pattern("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}", 0, 15)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(IpAddress::v4)
                .on(Digits.of(".", 1, 3, 4, 4));
    }
}
