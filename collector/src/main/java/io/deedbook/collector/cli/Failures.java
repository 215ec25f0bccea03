// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import io.deedbook.collector.config.ConfigurationException;
import io.deedbook.pipeline.bus.Refusal;
import io.deedbook.pipeline.policy.Nearest;
import io.deedbook.storage.postgres.DatabaseUnusableException;
import io.deedbook.storage.sign.FrozenLogException;
import io.deedbook.storage.tlog.MalformedException;
import java.net.BindException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a person in one sentence why a command failed; the stack trace is for {@code --debug}. */
final class Failures {
    private Failures() {}

    /** For what was typed wrongly. */
    static int parameters(ParameterException failure, String[] args) {
        var command = failure.getCommandLine();
        command.getErr().println(failure.getMessage() + nearestFlag(failure));
        if (!UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
            command.getErr().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return Main.NOT_UNDERSTOOD;
    }

    private static String nearestFlag(ParameterException failure) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)
                || !unmatched.getUnmatched().get(0).startsWith("-")) {
            return "";
        }
        var flags = failure.getCommandLine().getCommandSpec().optionsMap().keySet();
        return Nearest.hint(unmatched.getUnmatched().get(0), flags);
    }

    /** For what went wrong. */
    static int execution(Exception failure, CommandLine command, boolean debug) {
        var cause = cause(failure);
        command.getErr().println(sentence(cause));
        if (debug) {
            failure.printStackTrace(command.getErr());
        }
        return cause instanceof ConfigurationException
                        || cause instanceof UnusableInputException
                        || cause instanceof IllegalArgumentException
                        || cause instanceof MalformedException
                        || cause instanceof FrozenLogException
                ? Main.NOT_UNDERSTOOD
                : command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String sentence(Throwable cause) {
        var message = String.valueOf(cause.getMessage());
        if (cause instanceof ConfigurationException
                || cause instanceof UnusableInputException
                || cause instanceof IllegalArgumentException
                || cause instanceof MalformedException
                || cause instanceof FrozenLogException
                || cause instanceof DatabaseUnusableException
                || cause instanceof Refusal) {
            return message;
        }
        if (cause instanceof BindException) {
            return "Cannot listen there: " + message + ". Is another collector running? Choose a port with --port,"
                    + " or start both with --reuse-port.";
        }
        return "The command failed for a reason that it does not know. Run it again with --debug to see where.";
    }

    private static Throwable cause(Throwable failure) {
        var cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
