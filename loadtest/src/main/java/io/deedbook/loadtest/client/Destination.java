// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.client;

import io.deedbook.loadtest.event.Encoding;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Where exports go, and how a request to there looks: with the headers of the real client, made once for each tenant.
 */
public final class Destination {
    private final URI url;
    private final boolean gzip;
    private final List<byte[]> heads = new ArrayList<>();

    /**
     * @param url base URL of the collector
     * @param keys one a tenant
     */
    public Destination(URI url, List<String> keys, Encoding encoding, boolean gzip) {
        this.url = url;
        this.gzip = gzip;
        var base = url.getRawPath() == null || url.getRawPath().equals("/") ? "" : url.getRawPath();
        for (var key : keys) {
            heads.add(
                    ("POST " + base + "/v1/logs HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\nAuthorization: Bearer "
                                    + key + "\r\nContent-Type: " + encoding.contentType()
                                    + (gzip ? "\r\nContent-Encoding: gzip" : "")
                                    + "\r\nUser-Agent: OTel-OTLP-Exporter-JavaScript/0.208.0"
                                    + "\r\nConnection: keep-alive\r\nContent-Length: ")
                            .getBytes(StandardCharsets.US_ASCII));
        }
    }

    String host() {
        return url.getHost();
    }

    boolean tls() {
        return "https".equals(url.getScheme());
    }

    int port() {
        return url.getPort() >= 0 ? url.getPort() : tls() ? 443 : 80;
    }

    /** A whole request: head and body in one piece. */
    Buffer request(int tenant, byte[] body) {
        var content = gzip ? compress(body) : body;
        var head = heads.get(tenant);
        var request = Buffer.buffer(head.length + content.length + 16);
        request.appendBytes(head);
        request.appendString(content.length + "\r\n\r\n");
        return request.appendBytes(content);
    }

    private static byte[] compress(byte[] body) {
        var out = new ByteArrayOutputStream(body.length / 4);
        try (var gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        }) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
