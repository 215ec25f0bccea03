// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.plain.PlainAuthenticateCallback;

/** Knows, within a {@link SecuredBroker}, the users with a password by PLAIN: a file each, whose name is the user's. */
public final class PlainUsers implements AuthenticateCallbackHandler {
    /** The system property that says where the files are. */
    static final String DIRECTORY = "deedbook.test.users";

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        // a property of the process says it
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException {
        var user = "";
        for (var callback : callbacks) {
            if (callback instanceof NameCallback name) {
                user = name.getDefaultName();
            } else if (callback instanceof PlainAuthenticateCallback password) {
                var file = Path.of(System.getProperty(DIRECTORY)).resolve(user);
                password.authenticated(
                        Files.exists(file) && Files.readString(file).equals(String.valueOf(password.password())));
            }
        }
    }

    @Override
    public void close() {
        // nothing is open
    }
}
