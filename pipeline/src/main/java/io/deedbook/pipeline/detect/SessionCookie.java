// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Values of cookies that hold a session open. */
final class SessionCookie {
    private static final int CHARS_BACK_MAX = 512;

    private static final int VALUE_CHARS_MIN = 12;
    private static final String VALUE_SIGNS = "%._~+/:|=-";

    private SessionCookie() {}

    /** Whether something long enough is assigned to the name that ends here. */
    static boolean ahead(String text, int start, int end) {
        var value = RandomAssignment.valueStart(text, end);
        return value > end && RandomAssignment.isLong(text, value, VALUE_CHARS_MIN, VALUE_SIGNS);
    }

    /** A random value, in a header for cookies or under a name that nothing else has. */
    static @Nullable Span validate(String text, int start, int end) {
        var before = text.substring(Math.max(0, start - CHARS_BACK_MAX), start).toLowerCase(Locale.ROOT);
        var line = before.substring(before.lastIndexOf('\n') + 1);
        var isCookie = line.contains("cookie")
                || (line.contains("curl") && line.contains(" -b "))
                || line.endsWith("phpsessid=")
                || line.endsWith("jsessionid=")
                || line.endsWith("connect.sid=")
                || line.endsWith("asp.net_sessionid=");
        return isCookie && Randomness.seems(text, start, end) ? new Span(start, end) : null;
    }
}
