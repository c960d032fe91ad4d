// The console's page: it finds the backend, signs an administrator in, and shows nothing to anybody else.

import { findBackend } from "/scripts/backend.js";
import { byId, element } from "/scripts/dom.js";
import { Access } from "./access.js";
import { Console } from "./console.js";
import { button } from "./panels.js";
import { signInForm } from "./sign-in-form.js";
import { problemInWords } from "./words.js";

let backend;
let access;
let open = null;

async function start() {
  try {
    backend = await findBackend();
    access = new Access(backend);
    tellBackend();
    if (await access.resume()) await enter({ focus: false });
    else askToSignIn();
  } catch (error) {
    show(problem(error, start));
  }
}

async function enter({ focus }) {
  const { email, uid } = access.session;
  byId("account-name").textContent = email ?? uid;
  byId("account").hidden = false;
  show(element("p", { class: "waiting", role: "status" }, "Opening the console …"));
  const opened = new Console(backend, access, (error) => leave(problemInWords(error)));
  try {
    await opened.start({ focus });
    open = opened;
  } catch (error) {
    if (error.reason === "forbidden") return showForbidden();
    if (error.reason === "unauthenticated") return leave(problemInWords(error));
    show(problem(error, () => enter({ focus: true })));
  }
}

async function leave(why = "") {
  open?.stop();
  open = null;
  await access.signOut();
  byId("account").hidden = true;
  byId("account-role").textContent = "";
  askToSignIn(why);
}

function askToSignIn(why = "") {
  document.title = "Sign in · Mirror Realm console";
  const { form, first } = signInForm(backend, access, { done: () => enter({ focus: true }) });
  const words = element("p", { class: "hint" }, "For the people who run the Mirror Realm.");
  const reason = why && element("p", { class: "notice", role: "alert" }, why);
  show(element("section", { class: "panel sign-in", "aria-labelledby": "sign-in-title" }, element("h1", { id: "sign-in-title" }, "Sign in"), words, reason, form));
  first.focus();
}

function showForbidden() {
  document.title = "No administrator · Mirror Realm console";
  byId("account-role").textContent = "no administrator";
  const other = button("Sign in as somebody else", () => leave(), { quiet: false });
  show(
    element(
      "section",
      { class: "panel sign-in", "aria-labelledby": "forbidden-title" },
      element("h1", { id: "forbidden-title", tabIndex: -1 }, "Not for this account"),
      element("p", {}, "The console is for administrators, and this account has no such role. Nothing is shown."),
      element("p", { class: "hint" }, "If it has been given one just now: sign in again."),
      other,
    ),
  );
  byId("forbidden-title").focus();
}

function problem(error, again) {
  if (error.name !== "CallableError") console.error(error);
  return element("div", { class: "notice problem", role: "alert" }, element("p", {}, problemInWords(error)), button("Try again", again));
}

function show(...content) {
  byId("room").replaceChildren(...content);
}

/** Shows which backend answers here. */
function tellBackend() {
  const { emulated, project, appCheck } = backend;
  const check = appCheck.isSetUp ? "" : " Where App Check is enforced, this page is refused: no site key is set in app-check.json.";
  const link = (href, text) => element("a", { href }, text);
  byId("backend").replaceChildren(
    ...(emulated
      ? [`An emulated Firebase, project ${project}: nothing leaves this machine. `, link("/", "The page"), " · ", link("/__/emulator", "Look inside")]
      : [`The Firebase project ${project}. `, link("/", "The page"), check]),
  );
}

byId("sign-out").addEventListener("click", () => leave());
byId("rooms-button").addEventListener("click", ({ currentTarget }) => {
  currentTarget.setAttribute("aria-expanded", String(currentTarget.getAttribute("aria-expanded") !== "true"));
});

start();
