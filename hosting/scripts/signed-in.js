// Who is signed in, in the header, with the way out.

import { byId } from "./dom.js";
import { confirmed } from "./question.js";

/** Calls `onSignOut` when the user signs out; a guest, who cannot return, is asked first. */
export function showSignOut(onSignOut) {
  byId("sign-out").addEventListener("click", async () => {
    const isGuest = byId("signed-in").dataset.person === "guest";
    if (!isGuest || (await confirmed("guest-sign-out"))) onSignOut();
  });
}

/** Shows who is signed in, or that nobody is. */
export function showSignedIn(person) {
  byId("signed-in").hidden = person === null;
  byId("signed-in").dataset.person = person?.id ?? "";
  byId("signed-in-name").textContent = person?.id === "guest" ? "You are a guest." : `You are ${person?.name ?? ""}.`;
}
