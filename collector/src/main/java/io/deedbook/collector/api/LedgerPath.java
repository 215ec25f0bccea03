// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.collector.api;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An address below {@code /ledger/}, taken apart as it was sent: nothing in it may be percent-encoded, so that every
 * resource has one address only.
 *
 * @param log 16 lower-case hex digits
 * @param epoch where the address names one, as the origin of a log's later epochs does
 * @param resource what is wanted of the log, such as {@code tile/0/x001/067}
 */
record LedgerPath(String log, OptionalInt epoch, String resource) {
    static final String ROOT = "/ledger/";
    private static final int LOG_CHARS = 16;
    private static final int EPOCH_DIGITS_MAX = 9;

    /** Empty for what can't be the address of anything. */
    static Optional<LedgerPath> parse(String path) {
        if (!path.startsWith(ROOT) || path.length() <= ROOT.length() + LOG_CHARS) {
            return Optional.empty();
        }
        var log = path.substring(ROOT.length(), ROOT.length() + LOG_CHARS);
        var rest = path.substring(ROOT.length() + LOG_CHARS);
        if (!log.chars().allMatch(unit -> (unit >= '0' && unit <= '9') || (unit >= 'a' && unit <= 'f'))
                || rest.charAt(0) != '/') {
            return Optional.empty();
        }
        var resource = rest.substring(1);
        var slash = resource.indexOf('/');
        var epoch = slash < 0 ? OptionalInt.empty() : epoch(resource.substring(0, slash));
        return Optional.of(new LedgerPath(log, epoch, epoch.isPresent() ? resource.substring(slash + 1) : resource));
    }

    /** Epochs have no address of their own below 2, and one spelling. */
    private static OptionalInt epoch(String segment) {
        var digits = segment.length() <= EPOCH_DIGITS_MAX
                && !segment.isEmpty()
                && segment.charAt(0) != '0'
                && segment.chars().allMatch(unit -> unit >= '0' && unit <= '9');
        return !digits || segment.equals("1") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(segment));
    }
}
