// A confirmation dialog, in which only its own button means yes.

import { byId } from "./dom.js";

/** Opens the dialog; resolves to whether the answer was yes. Closing it any other way means no. */
export function confirmed(id) {
  const dialog = byId(id);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
