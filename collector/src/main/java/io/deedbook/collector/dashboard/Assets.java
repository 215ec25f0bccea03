// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import io.deedbook.collector.http.SecurityHeaders;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * The style sheet, the script and the picture, from the class path into memory once. Their addresses hold a hash of
 * their bytes, so that browsers may keep them for ever.
 */
final class Assets {
    private static final int HASH_BYTES = 8;
    private static final String CACHE = "public, max-age=31536000, immutable";

    private final Map<String, Asset> assets = Map.of(
            "style", load("dashboard.css", "text/css; charset=utf-8"),
            "script", load("dashboard.js", "text/javascript; charset=utf-8"),
            "mark", load("mark.svg", "image/svg+xml"));

    private record Asset(String href, String contentType, Buffer bytes) {}

    String style() {
        return href("style");
    }

    String script() {
        return href("script");
    }

    String mark() {
        return href("mark");
    }

    void mount(Router router) {
        for (var asset : assets.values()) {
            router.get(asset.href()).handler(context -> {
                SecurityHeaders.data(context.response());
                context.response()
                        .putHeader("Content-Type", asset.contentType())
                        .putHeader("Cache-Control", CACHE)
                        .end(asset.bytes());
            });
        }
    }

    private String href(String name) {
        var asset = assets.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("name: " + name + " (expected: an asset)");
        }
        return asset.href();
    }

    private static Asset load(String file, String contentType) {
        try (var stream = Assets.class.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException(file + " is missing from the class path");
            }
            var bytes = stream.readAllBytes();
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            var hash = HexFormat.of().formatHex(digest, 0, HASH_BYTES);
            var dot = file.lastIndexOf('.');
            var href = Links.ROOT + "/assets/" + file.substring(0, dot) + '-' + hash + file.substring(dot);
            return new Asset(href, contentType, Buffer.buffer(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
