// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.cli;

import static java.util.Objects.requireNonNull;

import io.deedbook.storage.Storage;
import io.deedbook.storage.export.ExportRequest;
import io.deedbook.storage.export.ExportTarget;
import io.deedbook.storage.export.FolderTarget;
import io.deedbook.storage.export.OwnerOnly;
import io.deedbook.storage.export.ZipTarget;
import io.deedbook.storage.tenant.Tenants;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code deedbook export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = {
            "Writes records with all that is needed to check them elsewhere: the whole ledger of a tenant, or what there is of"
                    + " a person, a session or a time. The export itself is put on record in the ledger.",
            "",
            "docs/ERASURE.md describes the files."
        })
final class ExportCommand extends LedgerCommand {
    @Option(names = "--tenant", paramLabel = "<name>", description = "Whose ledger. Default: default.")
    private String tenant = Tenants.DEFAULT_NAME;

    @Option(
            names = "--subject",
            paramLabel = "<id>",
            description =
                    "A person's own records: an e-mail address, or the id of an account or user. Not those of others that"
                            + " mention the person.")
    private @Nullable String subject;

    @Option(names = "--session", paramLabel = "<id>", description = "A session.")
    private @Nullable String session;

    @Option(names = "--from", paramLabel = "<time>", description = "What occurred from here, such as 2026-01-31.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "<time>", description = "What occurred to here; a day is included.")
    private @Nullable String to;

    @Option(names = "--format", paramLabel = "<format>", description = "zip or folder. Default: zip.")
    private String format = "zip";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "<path>",
            description = "Where to write: a file that is not there yet, or a folder that is not there or empty.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Answer in JSON.")
    private boolean json;

    ExportCommand(Console console) {
        super(console);
    }

    @Override
    Future<Integer> run(Vertx vertx, Storage storage) {
        var path = requireNonNull(out);
        var isZip = isZip();
        check(path, isZip);
        return tenant(storage, tenant)
                .compose(owner -> storage.publisher().publishNow().map(owner))
                .compose(owner -> storage.exports()
                        .prepare(new ExportRequest(
                                owner,
                                null,
                                subject,
                                session,
                                CommandTime.unixNanos("--from", from, false),
                                CommandTime.unixNanos("--to", to, true),
                                EraseCommand.OPERATOR)))
                .compose(ready -> isZip ? zip(vertx, path, ready::write) : ready.write(new FolderTarget(path)))
                .map(lines -> {
                    out().println(
                                    json
                                            ? new JsonObject()
                                                    .put("records", lines)
                                                    .put("out", path.toString())
                                                    .encodePrettily()
                                            : lines + " records are in " + path + ".");
                    return Main.DONE;
                });
    }

    private boolean isZip() {
        return switch (format) {
            case "zip" -> true;
            case "folder" -> false;
            default -> throw new UnusableInputException("format: it is neither zip nor folder");
        };
    }

    private static void check(Path path, boolean isZip) {
        try {
            if (isZip ? Files.exists(path) : Files.exists(path) && !isEmpty(path)) {
                throw new UnusableInputException("There is something at " + path + " already.");
            }
        } catch (IOException e) {
            throw new UnusableInputException(path + " can't be written to.");
        }
    }

    private static boolean isEmpty(Path path) throws IOException {
        try (var children = Files.newDirectoryStream(path)) {
            return !children.iterator().hasNext();
        }
    }

    private interface Writing {
        Future<Long> to(ExportTarget target);
    }

    private static Future<Long> zip(Vertx vertx, Path path, Writing writing) {
        return vertx.executeBlocking(() -> OwnerOnly.newFile(path), false)
                .compose(file -> writing.to(new ZipTarget(bytes -> write(vertx, file, bytes.getBytes())))
                        .eventually(() -> vertx.executeBlocking(
                                () -> {
                                    file.close();
                                    return null;
                                },
                                false)));
    }

    private static Future<Void> write(Vertx vertx, OutputStream file, byte[] bytes) {
        return vertx.executeBlocking(
                () -> {
                    file.write(bytes);
                    return null;
                },
                false);
    }
}
