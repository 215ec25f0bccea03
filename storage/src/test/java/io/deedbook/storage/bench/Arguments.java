// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.bench;

/** Numbers that a benchmark is started with; what is left out has a default. */
public record Arguments(String... texts) {
    public int number(int position, int otherwise) {
        return position < texts.length ? Integer.parseInt(texts[position]) : otherwise;
    }
}
