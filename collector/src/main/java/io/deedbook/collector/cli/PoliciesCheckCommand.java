// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.policy.PolicyJson;
import io.deedbook.pipeline.policy.LoggingLevel;
import io.deedbook.pipeline.policy.PolicyCompiler;
import io.deedbook.pipeline.policy.PolicyException;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.redact.TokenKey;
import io.deedbook.pipeline.rule.RuleSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code deedbook policies check}: needs no database. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Says everything that is wrong with a policy, without setting it.")
final class PoliciesCheckCommand implements Callable<Integer> {
    private static final long FILE_BYTES_MAX = 4L * RuleSource.CHARS_MAX;

    private final Console console;

    @Parameters(paramLabel = "<file>", description = "YAML or JSON; docs/POLICIES.md says what it may hold.")
    private @Nullable Path file;

    @Option(names = "--for-team", description = "Say what it comes to as the policy of a team.")
    private boolean ofTeam;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    PoliciesCheckCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            var policy = new PolicyCompiler(LoggingLevel.FULL)
                    .compile(new Tenant(0, "check"), null, read(file), new TokenKey(new byte[32]));
            if (json) {
                console.out().println(PolicyJson.effective(policy, ofTeam).encodePrettily());
            } else {
                console.out()
                        .println("The policy can be used: level "
                                + policy.level().wireName() + ", "
                                + policy.summary().detectorTypes().size() + " types to detect, "
                                + policy.rules().rules().size() + " rules.");
                policy.summary().notLoaded(ofTeam).forEach(rule -> console.out().println("Not loaded: " + rule));
            }
            return Main.DONE;
        } catch (PolicyException e) {
            return print(console.err(), e);
        }
    }

    /** Prints all that is wrong with a policy. */
    static int print(PrintWriter err, PolicyException refused) {
        refused.errors().forEach(err::println);
        return Main.NOT_UNDERSTOOD;
    }

    /** The text of a policy's file. */
    static String read(@Nullable Path file) {
        if (file == null) {
            throw new UnusableInputException("Name the policy's file.");
        }
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new UnusableInputException("The file " + file + " is larger than " + FILE_BYTES_MAX + " bytes.");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableInputException("The file " + file + " can't be read as UTF-8 text.");
        }
    }
}
