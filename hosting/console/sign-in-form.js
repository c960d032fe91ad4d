// The form that signs an administrator in, on the page and again in a dialog.

import { element } from "/scripts/dom.js";
import { DEMO_ADMINISTRATOR } from "./demo-account.js";
import { field } from "./panels.js";
import { problemInWords } from "./words.js";

/**
 * Returns a form; on an emulator it is filled in.
 *
 * @param {string} email The address to begin with.
 * @param {() => Promise<void>} done What happens once the sign-in has worked.
 */
export function signInForm(backend, access, { email = "", done, more = [] }) {
  const demo = backend.emulated;
  const address = element("input", { type: "email", name: "email", autocomplete: "username", required: true, value: email || (demo ? DEMO_ADMINISTRATOR.email : "") });
  const isDemo = address.value === DEMO_ADMINISTRATOR.email && demo;
  const password = element("input", { type: "password", name: "password", autocomplete: "current-password", required: true, value: isDemo ? DEMO_ADMINISTRATOR.password : "" });
  const problem = element("p", { class: "notice", role: "alert", hidden: true });
  const send = element("button", { type: "submit", class: "button" }, "Sign in");
  const form = element(
    "form",
    { class: "form" },
    field("E-mail", address),
    field("Password", password),
    demo && element("p", { class: "hint" }, "This Firebase runs on your machine: the demo’s administrator is filled in."),
    problem,
    element("div", { class: "choice" }, send, ...more),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    send.disabled = true;
    send.textContent = "Signing in …";
    try {
      await access.signIn(address.value.trim(), password.value);
      await done();
    } catch (error) {
      problem.textContent = problemInWords(error);
      problem.hidden = false;
      password.focus();
    } finally {
      send.disabled = false;
      send.textContent = "Sign in";
    }
  });
  return { form, first: address.value ? (password.value ? send : password) : address };
}
