// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
/** What a shell would run when it is handed a text, however it is spelled; start reading at {@link ShellScript}. */
@org.jspecify.annotations.NullMarked
package io.deedbook.pipeline.shell;
