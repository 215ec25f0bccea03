// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.storage.summary;

/**
 * The SQL that writes a summary, with a row of all and one of each team that has something there: of a stretch of level
 * 0 from cells, of one of level 1 from those that it is made of.
 */
final class SummaryInsert {
    /** Of log $1, from the stretches of level 0 from $2 to before $3, as number $4. */
    static final String ABOVE = """
            with part as (select team as owner, records, earliest, latest, counts from record_summary
                where log_id = $1 and level = 0 and number >= $2 and number < $3),
            total as (select owner, sum(records) as records, min(earliest) as earliest, max(latest) as latest
                from part group by owner),
            counted as (select owner, a.key as axis, v.key as value, sum(v.value::bigint) as records from part
                cross join lateral jsonb_each(counts) as a cross join lateral jsonb_each_text(a.value) as v
                group by 1, 2, 3),
            """
            + store(
                    1,
                    "o.owner = '' and exists (select from record_summary p where p.log_id = $1 and p.outdated"
                            + " and p.level = 0 and p.number >= $2 and p.number < $3)");

    private SummaryInsert() {}

    /**
     * Of log $1, as number $4.
     *
     * @param cells gives rows like those of {@link Cells}; may use further parameters
     */
    static String stretch(String cells) {
        return """
            with cell as (%s),
            owned as (select '' as owner, c.* from cell c union all select team, c.* from cell c where team <> ''),
            total as (select owner, sum(records) as records, min(earliest) as earliest, max(latest) as latest
                from owned group by owner),
            counted as (select owner, axis, value, sum(records) as records from owned cross join lateral (values
                ('risk', risk), ('action', action), ('surface', surface), ('kind', kind), ('day', %s)) as v (axis, value)
                group by owner, axis, value),
            """.formatted(cells, Cells.DAY) + store(0, "false");
    }

    private static String store(int level, String outdated) {
        return """
            newest as (select *, row_number() over (partition by owner, axis order by value desc) as place from counted),
            axes as (select owner, axis, jsonb_object_agg(value, records) as counts from newest where place <= %d
                group by owner, axis),
            counts as (select owner, jsonb_object_agg(axis, counts) as counts from axes group by owner)
            insert into record_summary (log_id, team, level, number, records, earliest, latest, counts, outdated)
            select $1, o.owner, %d, $4, coalesce(t.records, 0), t.earliest, t.latest, coalesce(c.counts, '{}'), %s
            from (select '' as owner union select owner from total) as o
            left join total t on t.owner = o.owner left join counts c on c.owner = o.owner""".formatted(Cells.DAYS_MAX, level, outdated);
    }
}
