// The part of the closer look that gives a picture a public address, shows the one it has, and ends it.

import { announce } from "./announcer.js";
import { element } from "./dom.js";
import { localDateAndTime } from "./local-time.js";
import { errorInWords } from "./reasons.js";

const LIVES = [
  { days: 7, words: "A week" },
  { days: 30, words: "A month" },
  { days: 365, words: "A year" },
];
const GUEST_DAYS = 30;
const COPIED_MS = 2_500;

/**
 * Returns the panel, which is collapsed at first; null for a picture that cannot be shared.
 *
 * @param {object} acts What the user can do.
 * @param {(answer: object) => Promise<object|null>} acts.find Returns the open share of the picture, if there is one.
 * @param {(answer: object, terms: {days: number, show_name: boolean}) => Promise<object>} acts.make Shares it.
 * @param {(share: object) => Promise<void>} acts.end Revokes a share.
 * @param {() => boolean} acts.isGuest
 */
export function sharePanel(answer, acts) {
  if (answer.status !== "completed" || answer.degraded) return null;
  const content = element("div", { class: "share" });
  const state = element("p", { class: "hint", role: "status" });
  const panel = element(
    "details",
    { class: "more", id: "share-panel" },
    element("summary", {}, "Share this picture"),
    content,
    state,
  );
  const act = async (button, work) => {
    button.disabled = true;
    state.textContent = "";
    try {
      await work();
    } catch (error) {
      state.textContent = errorInWords(error);
      button.disabled = false;
    }
  };
  const show = (share) => {
    content.replaceChildren(...(share ? shared(share) : form()));
  };
  const form = () => {
    const lives = LIVES.filter(({ days }) => days <= GUEST_DAYS || !acts.isGuest());
    const days = element(
      "select",
      { id: "share-days" },
      lives.map(({ days: value, words }) => element("option", { value, selected: value === 30 }, words)),
    );
    const name = element("input", { type: "checkbox", id: "share-name" });
    const button = element("button", { type: "button", class: "button", textContent: "Make an address" });
    button.addEventListener("click", () =>
      act(button, async () => {
        const share = await acts.make(answer, { days: Number(days.value), show_name: name.checked });
        show(share);
        content.querySelector("input")?.focus({ preventScroll: true });
        announce("The picture has an address now.");
      }),
    );
    return [
      element(
        "p",
        { class: "hint" },
        "You get an address that shows this one picture to whoever has it. You can end it at any time; previews and copies that others keep stay with them.",
      ),
      element("div", { class: "field" }, element("label", { for: "share-days" }, "For how long"), days),
      answer.name && element("label", { class: "switch" }, name, element("span", {}, `Show its name, “${answer.name}”`)),
      element("div", { class: "choice" }, button),
    ].filter(Boolean);
  };
  const shared = (share) => {
    const address = element("input", { type: "text", id: "share-address", value: share.url, readOnly: true });
    address.addEventListener("focus", () => address.select());
    const copy = element("button", { type: "button", class: "button", textContent: "Copy" });
    copy.addEventListener("click", () => copied(copy, address));
    const end = element("button", { type: "button", class: "button-quiet", textContent: "Stop sharing" });
    end.addEventListener("click", () =>
      act(end, async () => {
        await acts.end(share);
        show(null);
        state.textContent = "The address shows nothing any more.";
        panel.querySelector("summary").focus({ preventScroll: true });
      }),
    );
    const look = element("a", { href: share.url, target: "_blank", rel: "noopener noreferrer" }, "See the page");
    return [
      element(
        "div",
        { class: "field" },
        element("label", { for: "share-address" }, "Its address"),
        address,
      ),
      element("p", { class: "hint" }, `Whoever has it sees this picture, until ${localDateAndTime(share.expires_at)}.`),
      element("div", { class: "choice" }, copy, look, end),
    ];
  };
  panel.addEventListener("toggle", async () => {
    if (!panel.open || content.childElementCount > 0) return;
    try {
      show(await acts.find(answer));
    } catch (error) {
      state.textContent = errorInWords(error);
    }
  });
  return panel;
}

/** Copies the address; where the browser does not allow it, selects it for the user's own copy. */
async function copied(button, address) {
  try {
    await navigator.clipboard.writeText(address.value);
    button.textContent = "Copied";
    announce("The address is copied.");
    setTimeout(() => (button.textContent = "Copy"), COPIED_MS);
  } catch {
    address.select();
  }
}
