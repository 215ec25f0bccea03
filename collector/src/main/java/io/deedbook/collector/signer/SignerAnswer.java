// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.signer;

/** What the signer answers. */
record SignerAnswer(int status, String contentType, String body) {
    static final String TEXT = "text/plain; charset=utf-8";

    static SignerAnswer text(int status, String body) {
        return new SignerAnswer(status, TEXT, body.endsWith("\n") ? body : body + '\n');
    }

    /** With the size that was signed last, as tlog-witness has it. */
    static SignerAnswer conflict(long signedSize) {
        return new SignerAnswer(409, "text/x.tlog.size", signedSize + "\n");
    }
}
