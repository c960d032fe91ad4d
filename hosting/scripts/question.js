// A confirmation dialog, in which only its own button means yes.

import { byId } from "./dom.js";

/** Opens the dialog; resolves to whether the answer was yes. Closing it any other way means no. */
export async function confirmed(id) {
  return (await answered(id)) === "yes";
}

/** Opens the dialog; resolves to the value of the button that closed it. Closing it any other way is empty. */
export function answered(id) {
  const dialog = byId(id);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}
