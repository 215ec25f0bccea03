// Copyright The Deedbook Authors
// SPDX-License-Identifier: Apache-2.0
package io.deedbook.loadtest.report;

import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * A chart as SVG, without scripts: lines or bars over two axes, with a text of what it shows for those who can't see
 * it.
 */
final class Chart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 280;
    private static final int LEFT = 70;
    private static final int RIGHT = 36;
    private static final int TOP = 28;
    private static final int BOTTOM = 42;

    private final String title;
    private final Axis across;
    private final Axis up;
    private final Formatter body = new Formatter(new StringBuilder(), Locale.ROOT);
    private final List<String> legend = new ArrayList<>();

    /** A point of a line. */
    record Point(double across, double up) {}

    Chart(String title, Axis across, String acrossName, Axis up, String upName) {
        this.title = title;
        this.across = across;
        this.up = up;
        for (var tick : up.ticks()) {
            body.format(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/><text class=\"tick\" x=\"%d\" y=\"%.1f\""
                            + " text-anchor=\"end\">%s</text>%n",
                    LEFT,
                    WIDTH - RIGHT,
                    y(tick.value()),
                    y(tick.value()),
                    LEFT - 8,
                    y(tick.value()) + 4,
                    Html.escape(tick.text()));
        }
        for (var tick : across.ticks()) {
            body.format(
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/><text class=\"tick\" x=\"%.1f\" y=\"%d\""
                            + " text-anchor=\"middle\">%s</text>%n",
                    x(tick.value()),
                    x(tick.value()),
                    TOP,
                    HEIGHT - BOTTOM,
                    x(tick.value()),
                    HEIGHT - BOTTOM + 16,
                    Html.escape(tick.text()));
        }
        body.format(
                "<text class=\"name\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                WIDTH - RIGHT, HEIGHT - 6, Html.escape(acrossName));
        body.format("<text class=\"name\" x=\"%d\" y=\"%d\">%s</text>%n", 4, TOP - 16, Html.escape(upName));
    }

    /** Adds a line; {@code series} is its number, from 1, which gives it its colour and dashes. */
    Chart line(int series, String name, List<Point> points) {
        legend.add("<span class=\"key k%d\">%s</span>".formatted(series, Html.escape(name)));
        body.format("<polyline class=\"series s%d\" points=\"", series);
        points.forEach(point -> body.format("%.1f,%.1f ", x(point.across()), y(point.up())));
        body.format("\"/>%n");
        return this;
    }

    /** Adds a bar from one value across to another, with a text that shows when it is pointed at. */
    Chart bar(double from, double to, double value, String text) {
        var left = x(from);
        var top = y(value);
        body.format(
                "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>%n",
                left, top, Math.max(0.5, x(to) - left - 1), HEIGHT - BOTTOM - top, Html.escape(text));
        return this;
    }

    /** As a figure of a page. */
    String figure(String caption) {
        return "<figure><figcaption><h3>%s</h3><p>%s %s</p></figcaption><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n%s</svg></figure>%n"
                .formatted(
                        Html.escape(title),
                        Html.escape(caption),
                        String.join(" ", legend),
                        WIDTH,
                        HEIGHT,
                        Html.escape(title + ". " + caption),
                        body);
    }

    private double x(double value) {
        return LEFT + across.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - up.place(value) * (HEIGHT - TOP - BOTTOM);
    }
}
