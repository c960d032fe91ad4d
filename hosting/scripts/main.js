// The page: it finds the backend, signs users in, and connects the parts.

import { Allowance } from "./allowance.js";
import { announce } from "./announcer.js";
import { Asking } from "./asking.js";
import { findBackend } from "./backend.js";
import { loadCatalogue } from "./catalogue.js";
import { closerLook } from "./closer-look.js";
import { byId, element } from "./dom.js";
import { Farewell } from "./farewell.js";
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
  const openCloser = closerLook(catalogue, {
    async choose({ avatar_id }) {
      const chooser = asking;
      const chosen = await chooser.call("select_avatar", { avatar_id });
      if (!chooser.hasLeft) showSeenAs(chosen);
    },
    remove: ({ avatar_id }) => asking.call("delete_avatar", { avatar_id }),
    async report({ avatar_id, image_path }, words, view) {
      const reporter = asking;
      const answer = await reporter.call("report_avatar", { avatar_id, image_path, ...words });
      reporter.watch({}, view, { answer }); // a fallback may still have to be made
    },
  });
  const timeline = new Timeline(catalogue, openCloser);
  const result = new WishResult(catalogue, openCloser);
  const photo = new PhotoSection(backend, catalogue, openCloser);
  const farewell = new Farewell((person) => stepOut(person));
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
    farewell.startFrom(person, asking);
    showSeenAs();
    byId("wish").hidden = false;
    byId("timeline").scrollIntoView({ block: "nearest" });
    await timeline.show(person, asking);
  }

  /** Resets the page after a deletion: the next user is new, even under the same name. */
  function stepOut(person) {
    person.signOut();
    allowances.delete(person);
    if (chosen !== person) return;
    chosen = asking = null;
    mark(null);
    showSeenAs();
    for (const id of ["wish", "photo", "farewell", "allowance"]) byId(id).hidden = true;
    timeline.preview();
    notice("notice", "Everything is deleted. Nothing of you is left in the Mirror Realm.");
    byId("content").focus();
  }

  tellBackend(backend);
  timeline.preview();
  const mark = showPeople(peopleOf(backend, catalogue), stepIn);
}

/** Shows which backend answers here, and what a real project needs. */
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
