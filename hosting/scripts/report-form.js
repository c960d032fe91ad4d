// The report form: the reason why a picture should not be shown, and an optional note.

import { element } from "./dom.js";
import { errorInWords } from "./reasons.js";

const REASONS = {
  not_me: "It does not look like me",
  looks_wrong: "Something in it looks wrong",
  offensive: "It is offensive",
  sexual: "It is sexual",
  violent: "It is violent",
  looks_like_a_real_person: "It looks like a real person",
  other: "Something else",
};

const LONGEST_NOTE = 1000;

/**
 * Returns the form, which is collapsed at first.
 *
 * @param {(report: {reason: string, note: string}) => Promise<void>} send
 */
export function reportForm(send) {
  const reason = element(
    "select",
    { id: "report-reason", name: "reason" },
    Object.entries(REASONS).map(([value, text]) => element("option", { value }, text)),
  );
  const note = element("textarea", { id: "report-note", name: "note", rows: 2, maxLength: LONGEST_NOTE });
  const button = element("button", { type: "submit", class: "button-quiet", textContent: "Send and hide it" });
  const state = element("p", { class: "hint", role: "status" });
  const form = element(
    "form",
    { class: "report" },
    field("report-reason", "Why", reason),
    field("report-note", "In your words, if you like", note),
    element("div", { class: "choice" }, button, state),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await send({ reason: reason.value, ...(note.value ? { note: note.value } : {}) });
    } catch (error) {
      state.textContent = errorInWords(error);
      button.disabled = false;
    }
  });
  return element("details", { class: "more" }, element("summary", {}, "Report this picture"), form);
}

function field(id, label, control) {
  return element("div", { class: "field" }, element("label", { for: id }, label), control);
}
