// Announcements for screen readers, one polite line at a time.

import { byId } from "./dom.js";

export function announce(text) {
  byId("announcer").textContent = text;
}
