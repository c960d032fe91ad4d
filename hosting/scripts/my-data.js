// The copy of a user's data: asked for with a button, made by the backend, fetched as one or more zip files.

import { announce } from "./announcer.js";
import { byId, element } from "./dom.js";
import { localTime } from "./local-time.js";
import { notice } from "./notice.js";
import { errorInWords } from "./reasons.js";

const PAUSE_MS = 3_000;

const WORDS = {
  preparing: () => "Your data is being put together. This may take some minutes; you can leave and come back.",
  ready: ({ gone_at }) => `Your data is here until ${localTime(gone_at)}. A link works for an hour; ask again for a new one.`,
  failed: () => "Your data could not be put together. Try again.",
  gone: () => "That copy is deleted. Ask for another one.",
};

export class MyData {
  #asking = null;

  constructor() {
    byId("export-button").addEventListener("click", () => this.#ask());
  }

  startFrom(asking) {
    this.#asking = asking;
    this.#show({ status: "none", files: [] });
  }

  async #ask() {
    const asking = this.#asking;
    const button = byId("export-button");
    button.disabled = true;
    this.#show({ status: "preparing", files: [] });
    try {
      let state = await asking.call("export_my_data", {});
      while (state.status === "preparing" && !asking.hasLeft) {
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        if (!asking.hasLeft) state = await asking.call("export_my_data", { begin: false });
      }
      if (!asking.hasLeft) this.#show(state);
    } catch (error) {
      if (!asking.hasLeft) this.#show({ status: "none", files: [] }, refusal(error));
    } finally {
      button.disabled = false;
    }
  }

  #show(state, problem = "") {
    const words = WORDS[state.status]?.(state) ?? "";
    byId("export-state").textContent = words;
    if (words) announce(words);
    byId("export-files").replaceChildren(...state.files.map((file) => link(file, state.files.length)));
    byId("export-files").hidden = state.files.length === 0;
    notice("export-problem", problem);
  }
}

function link({ name, url, bytes, pictures }, parts) {
  const words = parts === 1 ? "Your data as a zip file" : name;
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const what = pictures === 1 ? "1 picture" : `${pictures} pictures`;
  return element("li", {}, element("a", { href: url, download: name, rel: "noopener" }, words), ` (${size}, ${what})`);
}

function refusal(error) {
  if (error.reason !== "rate_limited" || !error.details?.resets_at) return errorInWords(error);
  return `You have had your copies for now. Another one can be made from ${localTime(error.details.resets_at)} on.`;
}
