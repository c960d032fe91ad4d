// Moments as the person's own clock and language say them.

/** "00:00", with the weekday where it is not today. */
export function localTime(iso) {
  const moment = new Date(iso);
  const today = moment.toDateString() === new Date().toDateString();
  const parts = { hour: "2-digit", minute: "2-digit", ...(today ? {} : { weekday: "long" }) };
  return moment.toLocaleString(undefined, parts);
}

/** "21 Nov, 14:05". */
export function localDateAndTime(iso) {
  return new Date(iso).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
