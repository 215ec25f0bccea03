// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.CREDENTIAL;

import io.deedbook.pipeline.detect.Trigger.Literals;
import java.util.List;
import java.util.stream.Stream;

/**
 * The definitions of what finds secrets of nobody in particular: headers, cookies, hashes of passwords, random values.
 */
final class GenericSecretDetectors {
    private static final String BASIC_AUTH = "basic_auth";
    /** As {@link NamedKey#ASSIGNS}, but with a sign that assigns. */
    static final String GIVES = "(?:\\\\{0,3}[\"'`])?[ \\t]{0,4}(?:=>|:=|={1,3}|:)\\s{0,4}(?:\\\\{0,3}[\"'`])?";

    private static final List<String> CURL_OPTIONS = List.of("-u", "--user", "--proxy-user");

    private GenericSecretDetectors() {}

    static List<Detector> all() {
        return List.of(
                basicHeader(),
                basicMember(),
                curlUser(),
                netrc(),
                netrcDefault(),
                sessionCookie(),
                sessionCookieNamed(),
                passwordHash(),
                genericSecret());
    }

    private static Detector basicHeader() {
        return Detector.of(BASIC_AUTH, CREDENTIAL)
                .what(
                        "user and password in a `Basic` header, the configuration of a registry, or the options of curl",
                        "base64 of two parts")
                .pattern("(?i:basic)\\s{1,4}([A-Za-z0-9+/]{6,}={0,2})", 1, 512)
                .named()
                .validator(UserAndPassword::encoded)
                .reference("https://www.rfc-editor.org/rfc/rfc7617")
                .matches(
                        "Authorization: Basic «amFuZTpzM2NyZXQh»",
                        "\"auth\": \"«amFuZTpzM2NyZXQh»\"",
                        "//registry.example.com/:_auth=«amFuZTpzM2NyZXQh»",
                        "curl -u «jane:s3cret!» https://example.com")
                .rejects(
                        "Basic authentication is old",
                        "curl -u $USER:$PASS https://example.com",
                        "docker run -u 1000:1000 alpine",
                        "Authorization: Basic <credentials>")
                .on(Literals.of("basic").when(SecretToken::spaceAhead));
    }

    private static Detector basicMember() {
        return Detector.of(BASIC_AUTH, CREDENTIAL)
                .pattern(
                        "auth(?:\\\\{0,3}[\"'])?\\s{0,4}[:=]\\s{0,4}(?:\\\\{0,3}[\"'])?([A-Za-z0-9+/]{6,}={0,2})",
                        1,
                        512)
                .named()
                .validator(UserAndPassword::encoded)
                .on(Literals.of("auth").when(SecretAssignment::ahead));
    }

    private static Detector curlUser() {
        return Detector.of(BASIC_AUTH, CREDENTIAL)
                .pattern(
                        "(?:" + String.join("|", CURL_OPTIONS)
                                + ")(?:\\s{1,4}|=)(?:\\\\{0,3}[\"'])?([^\\s:\"'\\\\$<{/\\[]{1,64}:[^\\s\"'\\\\<{]{3,128})",
                        1,
                        224)
                .edges(Edge.WORD, Edge.ANY)
                .named()
                .validator(UserAndPassword::option)
                .on(Literals.of(CURL_OPTIONS.stream()
                        .flatMap(option ->
                                Stream.of(" ", "\t", "\n", "\f", "\r", "=").map(option::concat))
                        .toArray(String[]::new)));
    }

    private static Detector netrc() {
        return Detector.of("netrc_password", CREDENTIAL)
                .what("password in a `.netrc` file", "the words before it")
                .pattern(
                        "machine(?:\\s|\\\\n){1,4}[^\\s\\\\]{1,128}(?:\\s|\\\\n){1,8}login(?:\\s|\\\\n){1,4}[^\\s\\\\]{1,128}(?:\\s|\\\\n){1,8}password(?:\\s|\\\\n){1,4}([^\\s\\\\\"\\[][^\\s\\\\\"]{2,127})",
                        1,
                        448)
                .edges(Edge.WORD, Edge.ANY)
                .validator(UserAndPassword::netrc)
                .reference("https://www.gnu.org/software/inetutils/manual/html_node/The-_002enetrc-file.html")
                .matches(
                        "machine example.com login jane password «s3cret!»",
                        "machine api.example.com\n  login jane\n  password «hunter2»",
                        "machine a.example\\nlogin jane\\npassword «hunter2»\\n")
                .rejects(
                        "machine learning login",
                        "machine learning login page: password rules;",
                        "machine example.com login jane password $PASSWORD",
                        "machine a login b")
                .on(Literals.of("machine")
                        .when((text, start, end) ->
                                end < text.length() && (Ascii.isSpace(text.charAt(end)) || text.charAt(end) == '\\')));
    }

    private static Detector netrcDefault() {
        return Detector.of("netrc_password", CREDENTIAL)
                .pattern(
                        "default(?:\\s|\\\\n){1,4}login(?:\\s|\\\\n){1,4}[^\\s\\\\]{1,128}(?:\\s|\\\\n){1,8}password(?:\\s|\\\\n){1,4}([^\\s\\\\\"\\[][^\\s\\\\\"]{2,127})",
                        1,
                        320)
                .edges(Edge.WORD, Edge.ANY)
                .validator(UserAndPassword::netrc)
                .matches("default login anonymous password «s3cret!»", "default\n  login jane\n  password «hunter2»")
                .rejects("default login page password rules", "default login jane password $PASSWORD")
                .on(Literals.of("default")
                        .when((text, start, end) ->
                                end < text.length() && (Ascii.isSpace(text.charAt(end)) || text.charAt(end) == '\\')));
    }

    private static Detector sessionCookie() {
        return Detector.of("session_cookie", CREDENTIAL)
                .what(
                        "value of a session's cookie",
                        "name of the cookie, a `Cookie` header before it or a name that is only a cookie's")
                .pattern("(?i:session|sessionid|session_id|sid|sess)=([A-Za-z0-9%._~+/:|=-]{12,})", 1, 2048)
                .edges(Edge.ANY, Edge.ANY)
                .named()
                .validator(SessionCookie::validate)
                .reference("https://www.rfc-editor.org/rfc/rfc6265")
                .matches(
                        "Set-Cookie: session=«" + Sample.base62(32) + "»; Path=/; HttpOnly",
                        "curl -H 'Cookie: theme=dark; sid=«" + Sample.base62(24) + "»'",
                        "JSESSIONID=«" + Sample.capitals(32) + "»",
                        "connect.sid=«s%3A" + Sample.base62(32) + "." + Sample.base62(43) + "»")
                .rejects("session=sqlalchemy.orm.Session", "Cookie: sid=deleted", "?session=summer-of-code-2026")
                .on(Literals.of("session=", "sessionid=", "session_id=", "sid=", "sess="));
    }

    /** A cookie's value where it is configured or sent by a program. */
    private static Detector sessionCookieNamed() {
        return Detector.of("session_cookie", CREDENTIAL)
                .pattern(
                        "(?i:session[_-]?cookie|session_?id|connect\\.sid|phpsessid)" + GIVES
                                + "([A-Za-z0-9][A-Za-z0-9%._~+/:|=-]{11,})",
                        1,
                        2048)
                .edges(Edge.ANY, Edge.ANY)
                .named()
                .validator(SessionCookie::validate)
                .matches(
                        "SESSION_COOKIE=«" + Sample.base62(32) + "»",
                        "curl -b \"sessionid=«" + Sample.smalls(32) + "»\" https://app.example.com",
                        "cookies={'sessionid': '«" + Sample.smalls(32) + "»'}")
                .rejects("session_id: " + Sample.hex(32), "session_cookie: SESSION_COOKIE_NAME")
                .on(Literals.of(
                                "session_cookie",
                                "session-cookie",
                                "sessioncookie",
                                "session_id",
                                "sessionid",
                                "connect.sid",
                                "phpsessid")
                        .when(SessionCookie::ahead));
    }

    private static Detector passwordHash() {
        return Detector.of("password_hash", CREDENTIAL)
                .what("hash of a password: crypt, bcrypt, Argon2, Apache, LDAP, Django, Werkzeug", "form of each")
                .pattern(
                        "\\$2[abxy]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}"
                                + "|\\$(?:apr1|1)\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{22}"
                                + "|\\$[56]\\$(?:rounds=[0-9]{1,9}\\$)?[./A-Za-z0-9]{1,16}\\$[./A-Za-z0-9]{43,86}"
                                + "|\\$g?y\\$[./A-Za-z0-9]{1,8}\\$[./A-Za-z0-9]{1,86}\\$[./A-Za-z0-9]{43}"
                                + "|\\$argon2(?:id|i|d)\\$(?:v=[0-9]{1,3}\\$)?m=[0-9]{1,9},t=[0-9]{1,4},p=[0-9]{1,3}"
                                + "\\$[A-Za-z0-9+/]{8,64}\\$[A-Za-z0-9+/]{16,128}"
                                + "|\\{S?SHA(?:256|512)?\\}[A-Za-z0-9+/]{27,}={0,2}"
                                + "|pbkdf2_sha(?:256|1)\\$[0-9]{1,8}\\$[A-Za-z0-9]{1,32}\\$[A-Za-z0-9+/]{27,}={0,2}"
                                + "|pbkdf2:sha[0-9]{1,3}(?::[0-9]{1,8})?\\$[A-Za-z0-9]{8,32}\\$[0-9a-f]{40,128}"
                                + "|scrypt:[0-9]{1,8}:[0-9]{1,3}:[0-9]{1,3}\\$[A-Za-z0-9]{8,32}\\$[0-9a-f]{128}",
                        0, 288)
                .edges(Edge.ANY, Edge.ANY)
                .reference("https://manpages.debian.org/bookworm/libcrypt-dev/crypt.5.en.html")
                .matches(
                        "$2y$10$" + Sample.base62(53),
                        "root:«$6$" + Sample.base62(16) + "$" + Sample.base62(86) + "»:19000:0:99999:7:::",
                        "jane:«$apr1$" + Sample.base62(8) + "$" + Sample.base62(22) + "»",
                        "$argon2id$v=19$m=65536,t=3,p=4$" + Sample.base62(22) + "$" + Sample.base62(43),
                        "{SSHA}" + Sample.base62(38) + "==",
                        "pbkdf2_sha256$600000$" + Sample.base62(22) + "$" + Sample.base62(43) + "=")
                .rejects("echo $1 $2y", "$6$salt", "sed 's/$1$/x/'", "{SHA} is a scheme")
                .on(Literals.of(
                        "$2a$",
                        "$2b$",
                        "$2x$",
                        "$2y$",
                        "$apr1$",
                        "$1$",
                        "$5$",
                        "$6$",
                        "$y$",
                        "$gy$",
                        "$argon2",
                        "{sha",
                        "{ssha",
                        "pbkdf2_sha",
                        "pbkdf2:sha",
                        "scrypt:"));
    }

    private static Detector genericSecret() {
        return Detector.of("generic_secret", CREDENTIAL)
                .what(
                        "random value assigned to a name with `key`, `auth`, `credential` and the like",
                        "16 characters, entropy, no UUID, hash by name, path or code")
                .pattern(
                        "(?i:auth|credentials?|creds|key)" + GIVES
                                + "(?:base64:)?([A-Za-z0-9+/_.~-][A-Za-z0-9+/=_.~-]{15,})",
                        1,
                        512)
                .edges(Edge.ANY, Edge.ANY)
                .named()
                .confidence(Confidence.MEDIUM)
                .validator(RandomAssignment::validate)
                .reference("https://owasp.org/Top10/A07_2021-Identification_and_Authentication_Failures/")
                .matches(
                        "SIGNING_KEY=«" + Sample.base62(32) + "»",
                        "encryption-key: \"«" + Sample.base62(43) + "=»\"",
                        "{\\\"hmacKey\\\": \\\"«" + Sample.hex(64) + "»\\\"}",
                        "auth: '«" + Sample.base62(24) + "»'",
                        "APP_KEY=base64:«" + Sample.base62(43) + "=»")
                .rejects(
                        "public_key=" + Sample.base62(32),
                        "cache-key: node-modules-linux-x64-v3-lockfile",
                        "primary_key=" + Sample.UUID,
                        "partition_key = customer_id_and_created_at_2026",
                        "signingKey = loadSigningKeyFromFile2(path)")
                .on(Literals.of("auth", "credential", "creds", "key").when(RandomAssignment::ahead));
    }
}
