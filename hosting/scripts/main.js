// The page: it finds the backend, and starts again by itself while nothing answers.

import { onceBack } from "./back.js";
import { findBackend } from "./backend.js";
import { loadCatalogue } from "./catalogue.js";
import { byId, element } from "./dom.js";
import { notice } from "./notice.js";
import { peopleOf } from "./people.js";
import { Presence } from "./presence.js";
import { errorInWords } from "./reasons.js";
import { Realm } from "./realm.js";

async function start() {
  let found;
  try {
    found = await Promise.all([findBackend(), loadCatalogue()]);
  } catch (error) {
    notice("notice", errorInWords(error));
    if (error instanceof TypeError) onceBack(start); // nothing answered
    return;
  }
  const [backend, catalogue] = found;
  notice("notice", "");
  tellBackend(backend);
  const people = peopleOf(backend, catalogue);
  await new Realm(backend, catalogue, people, new Presence(backend, people)).open();
}

/** Shows which backend answers here, and what a real project needs. */
function tellBackend({ emulated, project, appCheck }) {
  const check = appCheck.isSetUp
    ? "Its calls carry a token of App Check."
    : "Where App Check is enforced, this page is refused: no site key is set in app-check.json.";
  const words = emulated
    ? [`Talking to an emulated Firebase, project ${project}. Nothing leaves this machine. `, link("/__/emulator", "Look inside"), " · ", link("/api/", "REST API")]
    : [
        `Talking to the Firebase project ${project}: guests only, with anonymous sign-in switched on. Pictures may cost ` +
          `money. ${check}`,
      ];
  byId("backend").replaceChildren(...words);
}

function link(href, text) {
  return element("a", { href }, text);
}

start();
