// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.pipeline.canonical;

/** The name of a member that is written for every record: quoted once, with the colon behind it. */
final class MemberName {
    private final byte[] quoted;

    MemberName(String name) {
        quoted = new CanonicalJson(name.length() + 3).name(name).toBytes();
    }

    byte[] quoted() {
        return quoted;
    }
}
