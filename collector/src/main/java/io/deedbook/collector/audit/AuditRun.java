// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.audit;

import io.deedbook.storage.audit.AuditFiles;
import io.deedbook.storage.audit.AuditReport;
import io.deedbook.storage.audit.ExportAudit;
import io.deedbook.storage.audit.FolderFiles;
import io.deedbook.storage.audit.ProofAudit;
import io.deedbook.storage.audit.ServedFiles;
import io.deedbook.storage.audit.Trust;
import io.deedbook.storage.audit.ZipFiles;
import io.deedbook.storage.tlog.MalformedException;
import io.deedbook.storage.tlog.TlogPolicy;
import io.deedbook.storage.tlog.TlogProof;
import io.deedbook.storage.tlog.Vkey;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One audit as a person asked for it.
 *
 * @param export a folder, a zip or a proof; null with {@code url}
 * @param err where long work says how far it is, and why input cannot be used
 */
public record AuditRun(
        @Nullable Path export,
        @Nullable URI url,
        @Nullable Path keyFile,
        @Nullable String vkey,
        @Nullable Path policy,
        @Nullable Path checkpoint,
        PrintWriter err) {
    static final int VERIFIED = 0;
    static final int FAILED = 1;
    static final int UNUSABLE = 2;

    private static final int SMALL_BYTES_MAX = 1024 * 1024;
    private static final String KEY_VARIABLE = "DEEDBOOK_API_KEY";

    /**
     * Audits, and says what came of it.
     *
     * @param out where the report goes
     * @return the exit code: 0 verified, 1 failed, 2 the input cannot be used
     */
    public int tell(PrintWriter out, boolean json) {
        try {
            var report = run();
            out.print(json ? AuditText.json(report) : AuditText.lines(report));
            return report.ok() ? VERIFIED : FAILED;
        } catch (UnusableFileException e) {
            err.println(e.getMessage());
        } catch (MalformedException e) {
            err.println("This cannot be verified: " + AuditText.unusable(e.reason()));
        } catch (IOException e) {
            err.println("This cannot be read: " + e.getMessage());
        }
        return UNUSABLE;
    }

    private AuditReport run() throws IOException {
        if ((export == null) == (url == null)) {
            throw new MalformedException("one-input");
        }
        var now = Instant.now().getEpochSecond();
        var trusted = trusted();
        var kept = kept();
        var trust = new Trust(trusted, Optional.ofNullable(kept), now);
        if (export != null && Files.isRegularFile(export) && !isZip(export)) {
            return ProofAudit.run(export.toString(), small(export, 2 * TlogProof.CHARS_MAX), trust);
        }
        try (var files = files()) {
            return new ExportAudit(files, trust, this::tell).run();
        }
    }

    private @Nullable String kept() throws IOException {
        var kept = checkpoint == null ? null : small(checkpoint, SMALL_BYTES_MAX);
        var trouble = kept == null ? Optional.<String>empty() : KeptFile.trouble(kept);
        if (trouble.isPresent()) {
            throw new UnusableFileException(trouble.get());
        }
        return kept;
    }

    private AuditFiles files() throws IOException {
        if (url != null) {
            return new ServedFiles(url, apiKey());
        }
        if (export == null || !Files.exists(export)) {
            throw new NoSuchFileException(String.valueOf(export), null, "there is no such file");
        }
        return Files.isDirectory(export) ? new FolderFiles(export) : new ZipFiles(export);
    }

    private static boolean isZip(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(2), StandardCharsets.ISO_8859_1).equals("PK");
        }
    }

    private Optional<String> apiKey() throws IOException {
        if (keyFile != null) {
            return Optional.of(small(keyFile, SMALL_BYTES_MAX).strip());
        }
        return Optional.ofNullable(System.getenv(KEY_VARIABLE));
    }

    private Optional<TlogPolicy> trusted() throws IOException {
        if (policy != null) {
            return Optional.of(TlogPolicy.parse(small(policy, SMALL_BYTES_MAX).getBytes(StandardCharsets.UTF_8)));
        }
        return vkey == null ? Optional.empty() : Optional.of(TlogPolicy.ofLogs(List.of(key(vkey))));
    }

    private static Vkey key(String text) {
        try {
            return Vkey.parseLog(text);
        } catch (MalformedException e) {
            throw e.reason().equals("unsupported-key-type") ? e : new MalformedException("vkey");
        }
    }

    private static String small(Path file, int bytesMax) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new IOException("The file " + file + " is larger than " + bytesMax + " bytes.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private void tell(long entries) {
        err.println(Counted.of(entries, "entry") + " …");
    }
}
