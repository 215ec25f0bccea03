// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

/** Numbers of devices and vehicles: which are possible. */
final class DeviceNumber {
    /** The characters of a vehicle's number. */
    static final int VIN_CHARS = 17;

    private static final String VIN_SIGNS = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
    private static final int[] VIN_WEIGHTS = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};

    private DeviceNumber() {}

    /** IMEI: Luhn. */
    static boolean imei(String number) {
        return !number.startsWith("000000") && Luhn.holds(number, 15);
    }

    /** Vehicle identification number: letters and digits, of which the last four are digits. */
    static boolean vin(String number) {
        var digits = number.chars().filter(unit -> Ascii.isDigit((char) unit)).count();
        var serial = number.substring(VIN_CHARS - 4).chars().allMatch(unit -> Ascii.isDigit((char) unit));
        return serial && digits < VIN_CHARS && number.chars().noneMatch(unit -> "IOQ".indexOf(unit) >= 0);
    }

    /** As {@link #vin}, with the check digit of North America and China (49 CFR 565.15). */
    static boolean vinChecked(String number) {
        if (!vin(number)) {
            return false;
        }
        var sum = 0;
        for (var index = 0; index < VIN_CHARS; index++) {
            sum += VIN_SIGNS.indexOf(number.charAt(index)) % 10 * VIN_WEIGHTS[index];
        }
        return number.charAt(8) == (sum % 11 == 10 ? 'X' : (char) ('0' + sum % 11));
    }
}
