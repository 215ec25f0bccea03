// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.detect;

import static io.deedbook.pipeline.detect.Category.IDENTITY;

import java.util.List;

/** The definitions of what finds numbers of devices that lead to people. */
final class DeviceDetectors {

    private DeviceDetectors() {}

    static List<Detector> all() {
        return List.of(imei());
    }

    private static Detector imei() {
        return Detector.of("imei", IDENTITY)
                .region("any")
                .what("number of a mobile device (IMEI)", "Luhn, a word beside it")
                .reference("https://en.wikipedia.org/wiki/International_Mobile_Equipment_Identity")
                .matches("490154203237518", "35-209900-176148-1", "356938035643809")
                .rejects("490154203237517", "49015420323751", "4901542032375180")
                .confidence(Confidence.LOW)
                .near("imei", "handset", "imei number", "device id")
                .on(Shape.of("999999999999999", "99-999999-999999-9", "99 999999 999999 9"), DeviceNumber::imei);
    }
}
