// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.deedbook.pipeline.record.Field;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DashboardRoutesIT {
    private static final String HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;";

    private static ReadServer server;

    @BeforeAll
    static void open() {
        server = ReadServer.open();
        server.append(server.record(draft -> {
            for (var field : Field.all()) {
                switch (field.type()) {
                    case TEXT -> draft.put(field, HOSTILE);
                    case INTEGER -> draft.put(field, 7L);
                    case LIST -> draft.put(field, List.of(HOSTILE));
                }
            }
            draft.content().put(HOSTILE, HOSTILE + "[email:7f3a9c]");
            draft.pii().put(HOSTILE.replace("\"", ""), 1); // with a quote the ledger would refuse the leaf
        }));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static HttpResponse<String> signIn(String key, @Nullable String origin) {
        var request = HttpRequest.newBuilder(URI.create(server.url("/dashboard/login")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("key=" + URLEncoder.encode(key, StandardCharsets.UTF_8)));
        if (origin != null) {
            request.header("Origin", origin);
        }
        return server.send(request.build());
    }

    private static String cookie() {
        var answer = signIn(server.readKey(), server.url(""));
        assertThat(answer.statusCode()).isEqualTo(303);
        var cookie = answer.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie)
                .contains("HTTPOnly", "SameSite=Strict", "Path=/dashboard")
                .doesNotContain("Secure");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static HttpResponse<String> page(String path, String cookie) {
        return server.send(HttpRequest.newBuilder(URI.create(server.url(path)))
                .header("Cookie", cookie)
                .build());
    }

    @Test
    void pages_escapeWhatIsHostile() {
        var cookie = cookie();
        var records = page("/dashboard", cookie);
        var link = records.body().replaceAll("(?s).*?href=\"(/dashboard/records/[0-9a-f]{32})\".*", "$1");
        var session = records.body().replaceAll("(?s).*href=\"(/dashboard/sessions/[^\"]+)\".*", "$1");
        var query = URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8);

        for (var answer : List.of(
                records,
                page(link, cookie),
                page("/dashboard/sessions/" + query.replace("+", "%20"), cookie),
                page("/dashboard?user=" + query + "&from=" + query, cookie),
                page("/dashboard/login?next=" + query, cookie))) {
            assertThat(answer.body()).doesNotContain("<script>", "<img src=x", "onerror=alert(1)>\"");
            assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
                    .contains("default-src 'none'", "script-src 'self'")
                    .doesNotContain("unsafe");
        }
        assertThat(session).isNotEmpty();
        assertThat(page(link, cookie).body()).contains("<mark>[email:7f3a9c]</mark>");
        assertThat(page("/dashboard/sessions/" + query.replace("+", "%20"), cookie)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void pages_needASession() {
        var answer = server.get("/dashboard/records/" + "0".repeat(32), null);

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("location"))
                .contains("/dashboard/login?next=%2Fdashboard%2Frecords%2F" + "0".repeat(32));
        assertThat(page("/dashboard/live", "deedbook_session=none").statusCode())
                .isEqualTo(401);
    }

    @Test
    void signIn_answersAllKeysThatDoNotDoAlike() {
        var unknown = signIn("dbk_unknown", server.url(""));
        var wrongScope = signIn(server.ingestKey(), server.url(""));

        assertThat(unknown.statusCode()).isEqualTo(403);
        assertThat(wrongScope.body()).isEqualTo(unknown.body());
        assertThat(unknown.headers().firstValue("set-cookie")).isEmpty();
    }

    @Test
    void signIn_refusesOtherSites() {
        for (var origin : new String[] {null, "null", "https://evil.example", "::"}) {
            var answer = signIn(server.readKey(), origin);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
        }
    }

    @Test
    void signOut_endsTheSession() {
        var cookie = cookie();
        var request = HttpRequest.newBuilder(URI.create(server.url("/dashboard/logout")))
                .header("Cookie", cookie)
                .header("Origin", server.url(""))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(server.send(request).statusCode()).isEqualTo(303);

        assertThat(page("/dashboard", cookie).statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/dashboard/sessions/s?cursor=none",
                "/dashboard/sessions/s?limit=0",
                "/dashboard/sessions/s%00",
                "/dashboard?user=%00",
                "/dashboard/live?cursor=none",
                "/dashboard/live?text=x&user=%00"
            })
    void everyRequestIsAnswered(String path) {
        assertThat(page(path, cookie()).statusCode()).isEqualTo(400);
    }

    @Test
    void aQueryThatCannotBeDecodedIsAnswered() throws IOException {
        for (var path :
                List.of("/dashboard?user=%zz", "/dashboard/sessions/s?cursor=%zz", "/dashboard/live?user=%zz")) {
            assertThat(server.rawStatus(path, cookie())).as(path).isEqualTo(400);
        }
    }

    @Test
    void records_tellWhatIsWrongWithAFilter() {
        var answer = page("/dashboard?from=yesterday", cookie());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("no time like");
    }
}
