// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.NETWORK;

import io.deedbook.pipeline.detect.Detector.Form;
import io.deedbook.pipeline.detect.Trigger.Digits;
import java.util.List;

/** The definitions of what finds addresses of machines. */
final class NetworkDetectors {
    private static final String MAC_ADDRESS = "mac_address";

    private NetworkDetectors() {}

    static List<Detector> all() {
        return List.of(ipv6(), ipv4(), macAddress(), hyphenatedMacAddress(), dottedMacAddress());
    }

    private static Detector ipv6() {
        return Detector.of("ipv6", NETWORK)
                .what("IPv6 address", "groups, a decimal digit; not unspecified or loopback")
                .reference("https://www.rfc-editor.org/rfc/rfc4291#section-2.2")
                .matches("2001:db8::1", "fe80::1", "2001:0db8:85a3:0000:0000:8a2e:0370:7334")
                .rejects("std::string", "09:44:11", "::1", "::1:631", "00:1a:2b:3c:4d:5e", "xs[1::2]", "rows[1000::2]")
                .pattern("[0-9A-Fa-f:]{2,39}(?:\\.[0-9]{1,3}){0,3}", 0, 52)
                .edges(Edge.GROUP, Edge.NUMBER)
                .validator(IpAddress::v6)
                .form(Form.LOWER_CASE)
                .on(new Trigger.Around(":", IpAddress::isV6Group, 4, IpAddress::v6Ahead));
    }

    private static Detector ipv4() {
        return Detector.of("ipv4", NETWORK)
                .what("IPv4 address", "four octets; not unspecified, loopback, a netmask or a version")
                .reference("https://www.rfc-editor.org/rfc/rfc791#section-3.1")
                .matches("203.0.113.7", "192.168.1.100")
                .rejects(
                        "127.0.0.1",
                        "1.2.3.4.5",
                        "300.1.1.1",
                        "255.255.255.0",
                        "<version>12.8.1.0</version>",
                        "RFC 5280 section 4.2.1.3",
                        "app version 10.4.2.118 installed (previous 10.4.1.97)",
                        "firmware: 2.0.14.3 -> 2.0.15.0",
                        "dpkg (1.16.4.1)",
                        "Chrome/99.0.0.0")
                .pattern("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}", 0, 15)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(IpAddress::v4)
                .on(Digits.of(".", 1, 3, 4, 4).opening((first, next, second) -> second > 0 && second <= 3));
    }

    private static Detector macAddress() {
        return Detector.of(MAC_ADDRESS, NETWORK)
                .what(
                        "hardware address of a network interface",
                        "six octets, a letter; not of everyone, not in a fingerprint")
                .pattern("[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}", 0, 17)
                .edges(Edge.GROUP, Edge.WORD)
                .validator(MacAddress::validate)
                .form(Form.ALPHANUMERIC)
                .reference("https://standards.ieee.org/wp-content/uploads/import/documents/tutorials/macgrp.pdf")
                .matches(
                        "00:1a:2b:3c:4d:5e",
                        "3C-52-82-AB-CD-EF",
                        "link/ether «52:54:00:ab:cd:ef» brd ff:ff:ff:ff:ff:ff",
                        "mac address «001a.2b3c.4d5e»",
                        "b866.121d.92e0")
                .rejects(
                        "00:00:00:00:00:00 ff:ff:ff:ff:ff:ff",
                        "26-11-25-09-44-11",
                        "SHA1 Fingerprint=AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01",
                        "09:44:11:12:13:14")
                .on(new Trigger.Around(":", IpAddress::isV6Group, 2, MacAddress::ahead));
    }

    private static Detector hyphenatedMacAddress() {
        return Detector.of(MAC_ADDRESS, NETWORK)
                .pattern("[0-9A-Fa-f]{2}(?:-[0-9A-Fa-f]{2}){5}", 0, 17)
                .edges(Edge.WORD, Edge.WORD)
                .validator(MacAddress::validate)
                .form(Form.ALPHANUMERIC)
                .on(new Trigger.Around("-", IpAddress::isV6Group, 2, MacAddress::ahead));
    }

    private static Detector dottedMacAddress() {
        return Detector.of(MAC_ADDRESS, NETWORK)
                .pattern("[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4}\\.[0-9A-Fa-f]{4}", 0, 14)
                .edges(Edge.NUMBER, Edge.NUMBER)
                .validator(MacAddress::validate)
                .form(Form.ALPHANUMERIC)
                .confidence(Confidence.MEDIUM)
                .near("mac", "hardware", "ether", "ethernet", "arp", "vlan", "interface", "station")
                .on(new Trigger.Around(".", IpAddress::isV6Group, 4, MacAddress::dotAhead));
    }
}
