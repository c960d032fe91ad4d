// Numbers, money and times as they are shown. What is not known is shown as unknown, never as 0.

import { element } from "/scripts/dom.js";

const NUMBER = new Intl.NumberFormat("en-GB");
const PERCENT = new Intl.NumberFormat("en-GB", { style: "percent", maximumFractionDigits: 1 });
const FEW = "<5"; // what reports have in place of a number that could point at a person

/** Returns the words for what could not be had. */
export function unknown(words = "unknown") {
  return element("span", { class: "unknown" }, words);
}

function known(value, show) {
  if (value === null || value === undefined) return unknown();
  if (value === FEW) return "fewer than 5";
  return show(value);
}

export const numberText = (value) => NUMBER.format(value);
export const percentText = (share) => PERCENT.format(share).replace("%", " %");

/** Returns "$1.25"; what is below ten cents has four decimals. */
export function usdText(value) {
  const decimals = value !== 0 && Math.abs(value) < 0.1 ? 4 : 2;
  return `$${value.toLocaleString("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })}`;
}

/** Returns "less than a second", "40 seconds", "3 minutes", "5 hours", "4 days". */
export function durationText(seconds) {
  if (seconds < 1) return "less than a second";
  for (const [unit, size] of [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]]) {
    const count = Math.round(seconds / size);
    if (seconds >= 2 * size || unit === "second") return `${numberText(count)} ${unit}${count === 1 ? "" : "s"}`;
  }
  return "";
}

export const number = (value) => known(value, numberText);
export const usd = (value) => known(value, usdText);
export const percent = (value) => known(value, percentText);
export const duration = (value) => known(value, durationText);

/** Returns "1.8 s". */
export const seconds = (value) => known(value, (of) => `${of.toLocaleString("en-GB", { maximumFractionDigits: 1 })} s`);

/** Returns "1 picture", "3 pictures". */
export function counted(value, one, many = `${one}s`) {
  return known(value, (of) => `${numberText(of)} ${of === 1 ? one : many}`);
}

/** Returns a moment in local time, with UTC on hovering, as the log has it. */
export function moment(iso, { precise = false } = {}) {
  if (!iso) return element("span", { class: "none" }, "–");
  const at = new Date(iso);
  const thisYear = at.getFullYear() === new Date().getFullYear();
  const text = at.toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    ...(thisYear ? {} : { year: "numeric" }),
    hour: "2-digit",
    minute: "2-digit",
    ...(precise ? { second: "2-digit" } : {}),
  });
  return element("time", { dateTime: iso, title: `${at.toISOString().slice(0, 19).replace("T", " ")} UTC` }, text);
}

/** Returns "20 Nov", of another year "20 Nov 2025"; of a month "Nov 2026". */
export function dayText(day) {
  const ofMonth = day.length === 7;
  const at = new Date(`${ofMonth ? `${day}-01` : day}T12:00:00Z`);
  const year = ofMonth || at.getUTCFullYear() !== new Date().getUTCFullYear() ? { year: "numeric" } : {};
  return at.toLocaleDateString("en-GB", { ...(ofMonth ? {} : { day: "numeric" }), month: "short", ...year, timeZone: "UTC" });
}

/** Returns the beginning of a long id, the whole of it on hovering. */
export function shortId(id) {
  if (!id) return element("span", { class: "none" }, "–");
  return element("code", { title: id }, id.length > 14 ? `${id.slice(0, 8)}…` : id);
}
