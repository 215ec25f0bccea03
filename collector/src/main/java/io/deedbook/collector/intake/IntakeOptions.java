// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.intake;

import java.util.List;

/**
 * The limits of the export path, and who may use it from a browser.
 *
 * @param bodyBytesMax largest body, before and after decompression
 * @param admissionBytesMax bytes of decompressed bodies in work at once, for the whole process
 * @param tenantBytesMax the share of {@code admissionBytesMax} that one tenant may have
 * @param requestMillisMax from a request's first byte to its answer, and somewhat more where it had to wait for
 *     room; the clients give up at 10 s
 * @param corsOrigins origins whose browsers may send telemetry, {@code *} for any; none by default
 */
public record IntakeOptions(
        int bodyBytesMax, long admissionBytesMax, long tenantBytesMax, int requestMillisMax, List<String> corsOrigins) {
    /** 20 MiB: forty times the largest body seen from a real client. */
    public static final int BODY_BYTES_MAX = 20 * 1024 * 1024;

    /** Below the 10 s after which the clients stop waiting, so that they hear a reason and try again. */
    public static final int REQUEST_MILLIS_MAX = 8_000;

    public IntakeOptions {
        corsOrigins = List.copyOf(corsOrigins);
        check("bodyBytesMax", bodyBytesMax, 1);
        check("tenantBytesMax", tenantBytesMax, bodyBytesMax);
        check("admissionBytesMax", admissionBytesMax, tenantBytesMax);
        check("requestMillisMax", requestMillisMax, 1);
    }

    /** The usual division: one tenant may have three quarters of the process's budget, but always room for one body. */
    public static IntakeOptions of(int bodyBytesMax, long admissionBytesMax, List<String> corsOrigins) {
        return new IntakeOptions(
                bodyBytesMax,
                admissionBytesMax,
                Math.max(bodyBytesMax, admissionBytesMax / 4 * 3),
                REQUEST_MILLIS_MAX,
                corsOrigins);
    }

    private static void check(String name, long value, long min) {
        if (value < min) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + min + ")");
        }
    }
}
