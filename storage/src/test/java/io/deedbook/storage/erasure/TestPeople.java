// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.erasure;

import static io.deedbook.storage.TestStorage.await;

import io.deedbook.pipeline.event.Attributes;
import io.deedbook.pipeline.event.Value;
import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.Field;
import io.deedbook.pipeline.record.Kind;
import io.deedbook.pipeline.record.Part;
import io.deedbook.pipeline.record.RecordDraft;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.Storage;
import io.deedbook.storage.TestRecords;
import io.deedbook.storage.TestStorage;
import io.deedbook.storage.postgres.PartColumns;
import io.deedbook.storage.verify.LedgerVerifier;
import io.deedbook.storage.verify.VerificationReport;
import io.deedbook.storage.verify.VerifyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records of people, and what tests of erasure ask of a ledger. */
final class TestPeople {
    static final String JANE = "jane.roe@example.com";
    static final String JOHN = "john.doe@example.com";

    private TestPeople() {}

    /** A record of somebody's with all parts. */
    static SealedRecord entryOf(String email, String prompt) {
        return entryOf(email, prompt, draft -> {});
    }

    static SealedRecord entryOf(String email, String prompt, Consumer<RecordDraft> change) {
        return TestRecords.sealed(draft -> {
            draft.put(Field.USER_EMAIL, email);
            draft.put(Field.TEAM, "payments");
            draft.put(Field.SESSION_ID, "session of " + email);
            draft.put(Field.WORKSPACE_PATHS, List.of("/docs/" + email));
            draft.put(Field.TOOL_NAME, "Bash");
            draft.put(Field.TARGET, "ls " + prompt);
            draft.content().put("prompt", prompt);
            draft.attributes(Attributes.builder(1)
                    .add("note", new Value.Text("a note of " + prompt))
                    .build());
            change.accept(draft);
        });
    }

    /** Jane's and John's records in turn, Jane's first. */
    static List<SealedRecord> inTurn(int count) {
        var records = new ArrayList<SealedRecord>();
        for (var number = 0; number < count; number++) {
            records.add(entryOf(number % 2 == 0 ? JANE : JOHN, "prompt " + number));
        }
        return records;
    }

    static void append(TestStorage storage, Tenant tenant, List<SealedRecord> records) {
        for (var start = 0; start < records.size(); start += 500) {
            await(storage.append(
                    TestRecords.request(tenant, records.subList(start, Math.min(records.size(), start + 500)))));
        }
    }

    static ErasureRequest request(Tenant tenant, String subject) {
        return new ErasureRequest(tenant, subject, "art17", ErasableParts.STANDARD, false, "operator");
    }

    static Erasures.Ended erase(Storage storage, ErasureRequest request) {
        return await(await(storage.erasures().start(request, progress -> {})).ended());
    }

    static VerificationReport verify(TestStorage storage, Tenant tenant) {
        return await(new LedgerVerifier(storage.vertx())
                .verify(storage.storage().verifierPool(), tenant.name(), VerifyOptions.none()));
    }

    /** One column of the tenant's records, in the order of the log. */
    static List<@Nullable String> column(TestStorage storage, Tenant tenant, String expression) {
        var values = new ArrayList<@Nullable String>();
        await(storage.storage()
                        .adminPool()
                        .query("select (" + expression + ")::text from record where log_id = " + tenant.id()
                                + " order by idx")
                        .execute())
                .forEach(row -> values.add(row.getString(0)));
        return values;
    }

    /** The contents of the entries of a kind. */
    static List<@Nullable String> contents(TestStorage storage, Tenant tenant, Kind kind) {
        return column(storage, tenant, "case when kind = '" + kind.wireName() + "' then content else '' end").stream()
                .filter(content -> !"".equals(content))
                .toList();
    }

    static Set<Part> all() {
        return Set.copyOf(PartColumns.ERASABLE);
    }
}
