// A question before something is lost: answered in a dialog, and only its own button says yes.

import { byId } from "./dom.js";

/** Asks with this dialog; resolves to whether the answer was yes. Closing it any other way is a no. */
export function confirmed(id) {
  const dialog = byId(id);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
