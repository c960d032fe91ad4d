// Acts: a dialog that says what will happen, asks for the reason, and sends the act with a key, so that it happens once.

import { element } from "/scripts/dom.js";
import { field, freshId } from "./panels.js";
import { signInForm } from "./sign-in-form.js";
import { problemInWords } from "./words.js";

const LONGEST_REASON = 300;
const KEY = "[A-Za-z0-9_\\-]{8,64}";

export class Acting {
  #backend;
  #access;
  #calls;
  #unsure = new Map(); // keys of acts whose outcome is not known: opened again, the form sends the same one

  constructor(backend, access, calls) {
    this.#backend = backend;
    this.#access = access;
    this.#calls = calls;
  }

  /**
   * Asks for an act and does it; resolves to its answer, null if it was let be.
   *
   * @param {object} wanted
   * @param {string} wanted.act
   * @param {object} wanted.data What the act is about.
   * @param {string} wanted.title
   * @param {(string|Node)[]} wanted.words What will happen, a paragraph each.
   * @param {{name: string, label: string, min: number, max: number, value: number, words?: string}} [wanted.amount]
   * @param {string} [wanted.irreversible] What has to be ticked first, where it cannot be undone.
   * @param {string} wanted.button
   */
  ask(wanted) {
    const subject = JSON.stringify([wanted.act, wanted.data]);
    const key = this.#unsure.get(subject) ?? crypto.randomUUID();
    return new Promise((resolve) => this.#open(wanted, subject, key, resolve));
  }

  #open(wanted, subject, key, resolve) {
    let answer = null;
    const title = freshId("act");
    const amount = wanted.amount && element("input", { type: "number", name: wanted.amount.name, min: wanted.amount.min, max: wanted.amount.max, step: 1, value: wanted.amount.value, inputMode: "numeric", required: true });
    const reason = element("textarea", { name: "reason", rows: 2, minLength: 3, maxLength: LONGEST_REASON, required: true });
    const keyInput = element("input", { name: "key", value: key, pattern: KEY, required: true, spellcheck: false, autocomplete: "off", class: "key" });
    const newKey = element("button", { type: "button", class: "button-quiet button-small", onclick: () => (keyInput.value = crypto.randomUUID()) }, "New key");
    const sure = wanted.irreversible && element("input", { type: "checkbox", name: "sure", required: true });
    const problem = element("p", { class: "notice problem", role: "alert", hidden: true });
    const send = element("button", { type: "submit", class: wanted.irreversible ? "button button-bad" : "button" }, wanted.button);
    const letBe = element("button", { type: "button", class: "button-quiet", onclick: () => dialog.close() }, "Let it be");
    const form = element(
      "form",
      { class: "form" },
      element("h2", { id: title }, wanted.title),
      wanted.words.map((words) => element("p", {}, words)),
      amount && field(wanted.amount.label, amount, wanted.amount.words),
      field("Reason", reason, "For the audit, in your words: 3 to 300 characters, and nothing that names the person."),
      element("details", { class: "more" }, element("summary", {}, "Key of this act"), field("Key", keyInput, "An act twice with one key is one act. A ticket’s number will do; 8 to 64 letters, digits, _ or -."), newKey),
      sure && element("label", { class: "switch" }, sure, element("span", {}, wanted.irreversible)),
      problem,
      element("div", { class: "choice" }, send, letBe),
    );
    const dialog = element("dialog", { class: "question act", "aria-labelledby": title }, form);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      send.disabled = letBe.disabled = true;
      send.textContent = "Doing it …";
      const data = { ...wanted.data, key: keyInput.value, reason: reason.value.trim(), ...(amount ? { [wanted.amount.name]: Number(amount.value) } : {}) };
      try {
        answer = await this.#act(wanted.act, data);
        this.#unsure.delete(subject);
        if (answer) dialog.close();
      } catch (error) {
        if (["unreachable", "slow", "internal"].includes(error.reason)) this.#unsure.set(subject, data.key);
        problem.textContent = actProblem(error);
        problem.hidden = false;
        if (error.details?.fields?.key) form.querySelector("details").open = true;
      } finally {
        send.disabled = letBe.disabled = false;
        send.textContent = problem.hidden ? wanted.button : "Try again";
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    (amount ?? reason).focus();
  }

  /** Returns the answer; null if the administrator was asked to sign in again and did not. */
  async #act(act, data) {
    try {
      return await this.#calls.act(act, data);
    } catch (error) {
      if (error.reason !== "sign_in_again") throw error;
      if (!(await this.#signInAgain())) return null;
      return this.#calls.act(act, data);
    }
  }

  #signInAgain() {
    return new Promise((resolve) => {
      let done = false;
      const title = freshId("again");
      const letBe = element("button", { type: "button", class: "button-quiet", onclick: () => dialog.close() }, "Let it be");
      const { form, first } = signInForm(this.#backend, this.#access, {
        email: this.#access.session.email ?? "",
        more: [letBe],
        done: async () => {
          done = true;
          dialog.close();
        },
      });
      const dialog = element(
        "dialog",
        { class: "question", "aria-labelledby": title },
        element("h2", { id: title }, "Sign in again"),
        element("p", {}, "What moves money or cannot be undone needs a sign-in within the last hour. Then the act goes on by itself."),
        form,
      );
      dialog.addEventListener("close", () => {
        dialog.remove();
        resolve(done);
      });
      document.body.append(dialog);
      dialog.showModal();
      first.focus();
    });
  }
}

function actProblem(error) {
  if (error.details?.fields?.key) {
    return "This key was used for another act, or for this one with other values: that one was done. Look at what is there now; if this is to be done besides, take a new key.";
  }
  const words = problemInWords(error);
  return ["unreachable", "internal"].includes(error.reason) ? `${words} Trying again does nothing twice.` : words;
}
