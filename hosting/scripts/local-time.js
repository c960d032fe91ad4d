// Times in the user's own time zone and language.

/** Returns "14:05", or "midnight" for the next midnight; with the weekday for any other day. */
export function localTime(iso) {
  const moment = new Date(iso);
  const midnight = new Date();
  midnight.setHours(24, 0, 0, 0);
  if (moment.getTime() === midnight.getTime()) return "midnight";
  const weekday = moment < midnight ? {} : { weekday: "long" };
  return moment.toLocaleString(undefined, { hour: "numeric", minute: "2-digit", ...weekday });
}

/** Returns "at 14:05" or "at midnight"; for a time after the next midnight "on Friday at 14:05". */
export function atLocalTime(iso) {
  const moment = new Date(iso);
  const midnight = new Date();
  midnight.setHours(24, 0, 0, 0);
  if (moment <= midnight) return `at ${localTime(iso)}`;
  const weekday = moment.toLocaleDateString(undefined, { weekday: "long" });
  return `on ${weekday} at ${moment.toLocaleTimeString(undefined, { hour: "numeric", minute: "2-digit" })}`;
}

/** Returns "21 Nov 2026, 14:05". */
export function localDateAndTime(iso) {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
