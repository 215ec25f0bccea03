// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Counted cells as the database takes and gives them: an array of each column, and a place in all for each cell. */
final class CellArrays {
    static final String COLUMNS = "team, risk, action, surface, kind, day, records, earliest, latest";

    private CellArrays() {}

    /** The log as $1, the number of the stretch as $4, and the arrays of {@link #COLUMNS} around it, up to $11. */
    static Tuple tuple(int logId, Counted counted) {
        var cells = List.copyOf(counted.cells().keySet());
        var tallies = cells.stream().map(counted.cells()::get).toList();
        return Tuple.tuple()
                .addInteger(logId)
                .addArrayOfString(texts(cells, Cell::team))
                .addArrayOfString(texts(cells, Cell::risk))
                .addLong(counted.number())
                .addArrayOfString(texts(cells, Cell::action))
                .addArrayOfString(texts(cells, Cell::surface))
                .addArrayOfString(texts(cells, Cell::kind))
                .addArrayOfLong(numbers(cells, Cell::day))
                .addArrayOfLong(numbers(tallies, Tally::records))
                .addArrayOfLong(numbers(tallies, Tally::earliest))
                .addArrayOfLong(numbers(tallies, Tally::latest));
    }

    /** The cells of a row that has the arrays in {@link #COLUMNS}. */
    static Map<Cell, Tally> cells(Row row) {
        var team = row.getArrayOfStrings("team");
        var risk = row.getArrayOfStrings("risk");
        var action = row.getArrayOfStrings("action");
        var surface = row.getArrayOfStrings("surface");
        var kind = row.getArrayOfStrings("kind");
        var day = row.getArrayOfLongs("day");
        var records = row.getArrayOfLongs("records");
        var earliest = row.getArrayOfLongs("earliest");
        var latest = row.getArrayOfLongs("latest");
        var cells = new HashMap<Cell, Tally>();
        for (var place = 0; place < day.length; place++) {
            cells.put(
                    new Cell(team[place], risk[place], action[place], surface[place], kind[place], day[place]),
                    new Tally(records[place], earliest[place], latest[place]));
        }
        return cells;
    }

    private static String[] texts(List<Cell> cells, Function<Cell, @Nullable String> text) {
        return cells.stream().map(text).toArray(String[]::new);
    }

    private static <T> Long[] numbers(List<T> items, ToLongFunction<T> number) {
        return items.stream().mapToLong(number).boxed().toArray(Long[]::new);
    }
}
