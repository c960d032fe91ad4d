// The page: finds the backend, lets people in, and puts the parts together.

import { Allowance } from "./allowance.js";
import { announce } from "./announcer.js";
import { Asking } from "./asking.js";
import { findBackend } from "./backend.js";
import { loadCatalogue } from "./catalogue.js";
import { closerLook } from "./closer-look.js";
import { byId, element } from "./dom.js";
import { notice } from "./notice.js";
import { peopleOf, showPeople } from "./people.js";
import { PhotoSection } from "./photo-section.js";
import { errorInWords } from "./reasons.js";
import { showSeenAs } from "./seen-as.js";
import { Timeline } from "./timeline.js";
import { WishForm } from "./wish-form.js";
import { WishResult } from "./wish-result.js";

async function start() {
  const [backend, catalogue] = await Promise.all([findBackend(), loadCatalogue()]);
  const openCloser = closerLook(catalogue, async (answer) => {
    const chooser = asking;
    const chosen = await chooser.call("select_avatar", { avatar_id: answer.avatar_id });
    if (!chooser.hasLeft) showSeenAs(chosen);
  });
  const timeline = new Timeline(catalogue, openCloser);
  const result = new WishResult(catalogue, openCloser);
  const photo = new PhotoSection(backend, catalogue, openCloser);
  const allowances = new Map();
  let chosen = null;
  let asking = null;
  const form = new WishForm(catalogue, (wish) => result.show(wish, asking));

  async function stepIn(person) {
    if (chosen === person) return;
    chosen = person;
    mark(person);
    asking?.leave();
    asking = null;
    notice("notice", "");
    announce(`${person.name} steps in.`);
    let session;
    try {
      session = await person.signIn(backend);
    } catch (error) {
      if (chosen !== person) return;
      chosen = null;
      mark(null);
      notice("notice", errorInWords(error));
      return;
    }
    if (chosen !== person) return;
    if (!allowances.has(person)) allowances.set(person, new Allowance());
    const allowance = allowances.get(person);
    asking = new Asking(backend, session, allowance);
    allowance.show();
    form.startFrom(person);
    result.preview(person);
    photo.startFrom(person, session, asking);
    showSeenAs();
    byId("wish").hidden = false;
    byId("timeline").scrollIntoView({ block: "nearest" });
    await timeline.show(person, asking);
  }

  tellBackend(backend);
  timeline.preview();
  const mark = showPeople(peopleOf(backend, catalogue), stepIn);
}

/** Honest about what answers here, and what a real project needs. */
function tellBackend({ emulated, project }) {
  const words = emulated
    ? [`Talking to an emulated Firebase, project ${project}. Nothing leaves this machine. `, link("/__/emulator", "Look inside")]
    : [
        `Talking to the Firebase project ${project}: guests only, with anonymous sign-in switched on. Pictures may cost ` +
          "money. Where App Check is enforced, this page is refused: it carries no App Check token.",
      ];
  byId("backend").replaceChildren(...words);
}

function link(href, text) {
  return element("a", { href }, text);
}

start().catch((error) => notice("notice", errorInWords(error)));
