// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is and who we are there, as given by {@code postgresql://user:password@host:port/database}. Its
 * {@link #toString()} leaves the password out.
 *
 * @param sslMode one of libpq's names: disable, allow, prefer, require, verify-ca, verify-full
 * @param sslRootCert PEM file of the certification authority that verify-ca and verify-full trust, or null for the
 *     platform's
 */
public record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        String password,
        String sslMode,
        @Nullable String sslRootCert) {
    private static final int CHARS_MAX = 4096;
    private static final int PORT_DEFAULT = 5432;
    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    public DatabaseUrl {
        if (!SSL_MODES.contains(sslMode)) {
            throw new IllegalArgumentException(
                    "sslmode is not known (expected: disable, allow, prefer, require," + " verify-ca or verify-full).");
        }
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException when it is none; the message does not repeat it, because it may hold a password
     */
    public static DatabaseUrl parse(String url) {
        if (url.length() > CHARS_MAX) {
            throw new IllegalArgumentException("The database URL is longer than " + CHARS_MAX + " characters.");
        }
        var uri = uri(url);
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
            throw malformed("it starts with postgresql://");
        }
        if (uri.getHost() == null) {
            throw malformed("a host follows postgresql:// or the user, and special characters in the password are"
                    + " percent-encoded");
        }
        var path = uri.getRawPath() == null ? "" : uri.getRawPath();
        var database = decode(path.startsWith("/") ? path.substring(1) : path);
        var userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        var colon = userInfo.indexOf(':');
        var user = decode(colon < 0 ? userInfo : userInfo.substring(0, colon));
        if (user.isEmpty()) {
            throw malformed("a user stands before the host");
        }
        var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return new DatabaseUrl(
                unbracketed(uri.getHost()),
                uri.getPort() < 0 ? PORT_DEFAULT : uri.getPort(),
                database.isEmpty() ? user : database,
                user,
                colon < 0 ? "" : decode(userInfo.substring(colon + 1)),
                parameter(query, "sslmode").orElse("prefer"),
                parameter(query, "sslrootcert").orElse(null));
    }

    /** The URL for JDBC, with neither user nor password in it. */
    String jdbcUrl() {
        return "jdbc:postgresql://" + (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /** What JDBC needs beside the URL; holds the password. */
    Properties jdbcProperties() {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("sslmode", sslMode);
        if (sslRootCert != null) {
            properties.setProperty("sslrootcert", sslRootCert);
        }
        properties.setProperty("connectTimeout", "10");
        // also where the server takes the connection and then says nothing
        properties.setProperty("loginTimeout", "10");
        properties.setProperty("ApplicationName", "deedbook migrations");
        return properties;
    }

    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database + "?sslmode=" + sslMode;
    }

    private static URI uri(String url) {
        try {
            return new URI(url.strip());
        } catch (URISyntaxException e) {
            // the cause would repeat the password
            throw malformed("special characters are percent-encoded");
        }
    }

    private static Optional<String> parameter(String query, String name) {
        for (var pair : query.split("&", -1)) {
            if (pair.startsWith(name + '=')) {
                return Optional.of(decode(pair.substring(name.length() + 1)));
            }
        }
        return Optional.empty();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static IllegalArgumentException malformed(String expected) {
        return new IllegalArgumentException("The database URL can't be read (expected:"
                + " postgresql://user:password@host:5432/database, where " + expected + ").");
    }
}
