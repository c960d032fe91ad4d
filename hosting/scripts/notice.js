// A notice that is there only while there is something to say.

import { byId } from "./dom.js";

export function notice(id, text) {
  byId(id).textContent = text;
  byId(id).hidden = !text;
}
