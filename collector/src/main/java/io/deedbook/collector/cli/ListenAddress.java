// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

/**
 * Where to listen.
 *
 * @param host an address or a name
 * @param port 0 for any free one
 */
record ListenAddress(String host, int port) {
    private static final int PORT_MAX = 65_535;

    /** Reads {@code host:port}, with an IPv6 address in brackets. */
    static ListenAddress parse(String text) {
        var colon = text.lastIndexOf(':');
        var port = colon < 1 ? -1 : port(text.substring(colon + 1));
        if (port < 0) {
            throw new UnusableInputException("--listen: " + text + " (expected: host:port)");
        }
        var host = text.substring(0, colon);
        return new ListenAddress(
                host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host, port);
    }

    /** The number of a port, or -1. */
    static int port(String text) {
        try {
            var port = Integer.parseInt(text);
            return port >= 0 && port <= PORT_MAX ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** The host as it stands in a URL. */
    String hostLiteral() {
        return host.indexOf(':') >= 0 ? '[' + host + ']' : host;
    }
}
