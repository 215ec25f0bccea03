// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.handoff;

import io.deedbook.pipeline.policy.Tenant;
import io.deedbook.pipeline.record.SealedRecord;
import io.deedbook.storage.ledger.AppendRequest;
import java.util.ArrayList;

/** The encrypted part of an entry: the tenant's name and the records. */
final class RequestBody {
    private RequestBody() {}

    static void write(AppendRequest request, ByteWriter out) {
        out.text(request.tenant().name());
        for (var record : request.records()) {
            RecordBytes.write(record, out);
        }
    }

    static AppendRequest read(EntryHead head, ByteReader in, long deadlineNanos) throws UnreadableEntryException {
        var tenant = new Tenant(head.tenantId(), in.text());
        var records = new ArrayList<SealedRecord>();
        while (records.size() < head.recordCount()) {
            records.add(RecordBytes.read(in));
        }
        if (!in.isAtEnd()) {
            throw new UnreadableEntryException("the entry has more bytes than records");
        }
        return new AppendRequest(tenant, head.exportKey(), records, deadlineNanos);
    }
}
