// Charts as SVG of our own: stacked bars and a line over days or months, each with its numbers as a table.

import { element } from "/scripts/dom.js";
import { dayText, number, numberText } from "./figures.js";
import { freshId, hint, table } from "./panels.js";

const NAMESPACE = "http://www.w3.org/2000/svg";
const HEIGHT = 220;
const MARGIN = { top: 18, right: 8, bottom: 26, left: 52 };
const LABEL_WIDTH = 58; // pixels that a date takes below the chart

function svg(tag, attributes, ...children) {
  const made = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Returns a round number at or above the greatest value, whose half is round, too. */
export function roundCeiling(most) {
  const power = 10 ** Math.floor(Math.log10(Math.max(most, 1e-9)));
  return power * [1, 2, 4, 6, 8, 10].find((step) => step * power >= most - 1e-12);
}

/**
 * @typedef {object} Chart
 * @property {string} title
 * @property {string} unit What the numbers on the left are.
 * @property {{period: string, values: Object<string, any>}[]} points A value that is no number is not drawn.
 * @property {{key: string, name: string, kind: string}[]} series
 * @property {(value: number) => string} [show] The text of a number.
 * @property {number} [limit] A line across the chart.
 * @property {string} [note]
 */

/** Returns stacked bars. @param {Chart} chart */
export function barChart(chart) {
  const sums = chart.points.map(({ values }) => chart.series.reduce((sum, { key }) => sum + drawn(values[key]), 0));
  const most = Math.max(...sums, 0);
  // A limit far above everything would press the bars flat: then it is said in words alone.
  const limit = chart.limit !== undefined && chart.limit <= 4 * most ? chart.limit : undefined;
  const top = roundCeiling(Math.max(most, limit ?? 0, chart.show ? 0.01 : 4));
  const beyond = chart.limit !== undefined && limit === undefined ? `The limit, ${(chart.show ?? numberText)(chart.limit)}, is above what is drawn.` : null;
  const note = [chart.note, beyond].filter(Boolean).join(" ");
  return figure({ ...chart, limit, note }, top, (canvas, x, y, step) => {
    const width = Math.max(1, Math.min(step - 2, 44));
    chart.points.forEach(({ values }, index) => {
      let below = 0;
      for (const { key, kind } of chart.series) {
        const value = drawn(values[key]);
        if (value === 0) continue;
        const from = y(below);
        below += value;
        canvas.append(svg("rect", { class: `fill-${kind}`, x: x(index) - width / 2, width, y: y(below), height: Math.max(0.5, from - y(below)) }));
      }
      const partly = chart.series.some(({ key }) => key in values && values[key] === null);
      if (partly) canvas.append(svg("text", { class: "gap", x: x(index), y: y(below) - 3, "text-anchor": "middle" }, "?"));
    });
  });
}

/** Returns a line, with gaps where a value is not known. @param {Chart} chart */
export function lineChart(chart) {
  const [{ key, kind }] = chart.series;
  return figure(chart, chart.top ?? roundCeiling(Math.max(...chart.points.map(({ values }) => drawn(values[key])), 1e-6)), (canvas, x, y) => {
    let path = "";
    let alone = true;
    chart.points.forEach(({ values }, index) => {
      const value = values[key];
      if (typeof value !== "number") {
        alone = true;
        return;
      }
      path += `${alone ? "M" : "L"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`;
      alone = false;
      canvas.append(svg("circle", { class: `fill-${kind}`, cx: x(index), cy: y(value), r: 2.5 }));
    });
    if (path) canvas.append(svg("path", { class: `line line-${kind}`, d: path }));
  });
}

function drawn(value) {
  return typeof value === "number" ? value : 0;
}

function figure({ title, unit, points, series, show = numberText, limit, note }, top, draw) {
  const id = freshId("chart");
  const canvas = svg("svg", { class: "chart", role: "img", "aria-labelledby": id, height: HEIGHT });
  const frame = element("div", { class: "chart-frame" }, canvas);
  const paint = (width) => {
    const inner = { width: width - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
    const step = inner.width / points.length;
    const x = (index) => MARGIN.left + (index + 0.5) * step;
    const y = (value) => MARGIN.top + inner.height * (1 - value / top);
    canvas.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    canvas.setAttribute("width", width);
    canvas.replaceChildren();
    for (const mark of [0, top / 2, top]) {
      canvas.append(
        svg("line", { class: mark === 0 ? "axis" : "grid", x1: MARGIN.left, x2: width - MARGIN.right, y1: y(mark), y2: y(mark) }),
        svg("text", { x: MARGIN.left - 8, y: y(mark) + 4, "text-anchor": "end" }, show(mark)),
      );
    }
    canvas.append(svg("text", { x: MARGIN.left, y: 10 }, unit));
    const every = Math.max(1, Math.ceil((LABEL_WIDTH * points.length) / inner.width));
    points.forEach(({ period }, index) => {
      // Counted from the last, which is today: it is the date that is looked for.
      if ((points.length - 1 - index) % every !== 0) return;
      const anchor = x(index) + LABEL_WIDTH / 2 > width ? "end" : "middle";
      canvas.append(svg("text", { x: anchor === "end" ? width - 2 : x(index), y: HEIGHT - 8, "text-anchor": anchor }, dayText(period)));
    });
    draw(canvas, x, y, step);
    if (limit !== undefined) {
      canvas.append(
        svg("line", { class: "limit", x1: MARGIN.left, x2: width - MARGIN.right, y1: y(limit), y2: y(limit) }),
        svg("text", { class: "limit-text", x: width - MARGIN.right, y: y(limit) - 5, "text-anchor": "end" }, `limit ${show(limit)}`),
      );
    }
  };
  new ResizeObserver(([{ contentRect }]) => contentRect.width > 0 && paint(Math.round(contentRect.width))).observe(frame);
  const columns = [
    { name: "Time", of: ({ period }) => dayText(period) },
    ...series.map(({ key, name }) => ({ name: name[0].toUpperCase() + name.slice(1), kind: "figure", of: ({ values }) => (typeof values[key] === "number" ? show(values[key]) : number(values[key])) })),
  ];
  return element(
    "figure",
    { class: "panel chart-panel" },
    element("figcaption", { id }, title),
    series.length > 1 && element("ul", { class: "legend" }, series.map(({ name, kind }) => element("li", { class: `legend-${kind}` }, name))),
    frame,
    note && hint(note),
    element("details", { class: "more" }, element("summary", {}, "The numbers as a table"), element("div", { class: "numbers", tabIndex: 0, role: "region", "aria-label": `${title}: the numbers` }, table(title, columns, [...points].reverse()))),
  );
}
