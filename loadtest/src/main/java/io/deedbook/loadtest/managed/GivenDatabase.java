// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.managed;

import io.deedbook.loadtest.host.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A PostgreSQL that our own collectors use in place of the included one. */
final class GivenDatabase {
    /** As the collector and its commands read it. */
    static final String VARIABLE = "DEEDBOOK_DATABASE_URL";

    private static final String OPTION = "--database-url";
    private static final String SERVER = "postgres";
    private static final int PORT_DEFAULT = 5432;

    private final String url;

    private GivenDatabase(String url) {
        this.url = url;
    }

    /** The one that is named by the arguments of {@code deedbook serve} or by the environment, if any. */
    static Optional<GivenDatabase> of(List<String> serveArguments, Map<String, String> environment) {
        for (var position = 0; position < serveArguments.size(); position++) {
            var argument = serveArguments.get(position);
            if (argument.startsWith(OPTION + '=')) {
                return Optional.of(new GivenDatabase(argument.substring(OPTION.length() + 1)));
            }
            if (argument.equals(OPTION) && position + 1 < serveArguments.size()) {
                return Optional.of(new GivenDatabase(serveArguments.get(position + 1)));
            }
        }
        return Optional.ofNullable(environment.get(VARIABLE))
                .filter(url -> !url.isBlank())
                .map(GivenDatabase::new);
    }

    /** With the password. */
    String url() {
        return url;
    }

    /** Its postmaster; empty where that is on another host or can't be told. */
    OptionalLong postmasterPid() {
        try {
            var uri = URI.create(url.strip());
            return uri.getHost() != null && isHere(uri.getHost())
                    ? Listener.pid(uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort(), SERVER)
                    : OptionalLong.empty();
        } catch (IllegalArgumentException e) {
            // what is wrong with it the collector says
            return OptionalLong.empty();
        }
    }

    private static boolean isHere(String host) {
        try {
            var address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false;
        }
    }
}
