// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.tlog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which tile (C2SP tlog-tiles, height 8): 256 neighbouring hashes, or fewer at the right edge of the tree.
 *
 * @param level 0 for tiles of leaf hashes; each level above holds the roots of 256 times as many leaves
 * @param number place among the tiles of the level
 * @param width hashes in it, 1 to 256
 */
public record TilePath(int level, long number, int width) {
    /** Hashes in a full tile. */
    public static final int WIDTH_MAX = 256;

    /** Bytes in a full tile. */
    public static final int BYTES_MAX = WIDTH_MAX * TreeHasher.HASH_BYTES;

    /** Levels of the tree that one level of tiles spans. */
    public static final int HEIGHT = 8;

    private static final int LEVEL_MAX = 63;
    /** Tile numbers have at most seven groups of three digits. */
    private static final int GROUPS_MAX = 7;

    public TilePath {
        if (level < 0 || level > LEVEL_MAX || number < 0 || width < 1 || width > WIDTH_MAX) {
            throw new MalformedException("tile-path");
        }
    }

    /** The full tile that the node of the tree belongs to. */
    public static TilePath ofNode(int nodeLevel, long nodeIndex) {
        return new TilePath(nodeLevel / HEIGHT, nodeIndex >>> (HEIGHT - nodeLevel % HEIGHT), WIDTH_MAX);
    }

    /** How many full tiles of {@code level} a tree of {@code size} leaves has. */
    public static long fullTiles(int level, long size) {
        var shift = HEIGHT * (level + 1);
        return shift >= Long.SIZE ? 0 : size >>> shift;
    }

    /** How many hashes the last, partial tile of {@code level} has in a tree of {@code size} leaves; 0 for none. */
    public static int partialWidth(int level, long size) {
        var shift = HEIGHT * level;
        return shift >= Long.SIZE ? 0 : (int) (size >>> shift & (WIDTH_MAX - 1));
    }

    /**
     * Reads {@code <L>/<N>[.p/<W>]}.
     *
     * @throws MalformedException {@code tile-path}
     */
    public static TilePath parse(String path) {
        var partial = path.indexOf(".p/");
        var whole = partial < 0 ? path : path.substring(0, partial);
        var width = partial < 0 ? WIDTH_MAX : width(path.substring(partial + ".p/".length()));
        var groups = List.of(whole.split("/", GROUPS_MAX + 2));
        if (groups.size() < 2 || groups.size() > GROUPS_MAX + 1) {
            throw new MalformedException("tile-path");
        }
        var level = Decimal.parse(groups.get(0), "tile-path");
        if (level > LEVEL_MAX) {
            throw new MalformedException("tile-path");
        }
        var parsed = new TilePath((int) level, number(groups.subList(1, groups.size())), width);
        if (!parsed.path().equals(path)) {
            throw new MalformedException("tile-path");
        }
        return parsed;
    }

    private static int width(String text) {
        var width = Decimal.parse(text, "tile-path");
        if (width >= WIDTH_MAX) {
            throw new MalformedException("tile-path");
        }
        return (int) width;
    }

    private static long number(List<String> groups) {
        var digits = new StringBuilder();
        for (var group : groups) {
            digits.append(group.startsWith("x") ? group.substring(1) : group);
        }
        var first = 0;
        while (first < digits.length() - 1 && digits.charAt(first) == '0') {
            first++;
        }
        return Decimal.parse(digits.substring(first), "tile-path");
    }

    /** {@code <L>/<N>[.p/<W>]}, the number in groups of three digits, all but the last after an {@code x}. */
    public String path() {
        var groups = new ArrayList<String>();
        var rest = number;
        do {
            var group = String.valueOf(1000 + rest % 1000).substring(1);
            groups.add(groups.isEmpty() ? group : "x" + group);
            rest /= 1000;
        } while (rest > 0);
        Collections.reverse(groups);
        var full = level + "/" + String.join("/", groups);
        return width == WIDTH_MAX ? full : full + ".p/" + width;
    }
}
