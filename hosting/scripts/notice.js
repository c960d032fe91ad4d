// A notice that is visible only while it has text.

import { byId } from "./dom.js";

export function notice(id, text) {
  byId(id).textContent = text;
  byId(id).hidden = !text;
}
