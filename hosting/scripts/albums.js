// The user's albums: projects with their pictures, made, renamed and deleted here; pictures come in by the closer look.

import { announce } from "./announcer.js";
import { byId, element } from "./dom.js";
import { notice } from "./notice.js";
import { answered } from "./question.js";
import { errorInWords } from "./reasons.js";

const PAGE_SIZE = 50;
const MOST_PAGES = 4; // an account into which others were merged has up to 200
const PAUSE_MS = 1_000;
const MOST_TURNS = 10; // of a deletion, 40 seconds each; the backend then continues by itself
const MOST_SHOWN = 8;

export class Albums {
  #catalogue;
  #openCloser;
  #asking = null;
  #albums = [];
  #unfolded = new Set(); // ids of the albums of which every picture is shown

  constructor(catalogue, openCloser) {
    this.#catalogue = catalogue;
    this.#openCloser = openCloser;
    byId("album-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#make();
    });
  }

  /** Reads and shows the albums of the user who steps in. */
  async startFrom(asking) {
    this.#asking = asking;
    this.#albums = [];
    this.#unfolded.clear();
    byId("album-name").value = "";
    notice("album-problem", "");
    this.#render();
    asking.owned.onChange(() => {
      if (this.#asking === asking) this.#render();
    });
    await this.#try(async () => {
      const albums = await readProjects(asking);
      if (asking.hasLeft) return;
      this.#albums = albums;
      this.#render();
    });
  }

  /** Returns the albums, for the choice in the closer look. */
  get all() {
    return this.#albums;
  }

  async #make() {
    const field = byId("album-name");
    const name = field.value.trim();
    if (!name) {
      field.focus();
      return;
    }
    const asking = this.#asking;
    await this.#try(async () => {
      const made = await asking.call("create_project", { name, key: crypto.randomUUID() });
      if (asking.hasLeft) return;
      field.value = "";
      this.#albums = [made, ...this.#albums];
      this.#render();
      announce(`Album made: ${made.name}.`);
    }, byId("album-button"));
  }

  async #rename(album) {
    const field = byId("album-new-name");
    field.value = album.name;
    if ((await answered("album-naming")) !== "yes") return;
    const name = field.value.trim();
    if (!name || name === album.name) return;
    const asking = this.#asking;
    await this.#try(async () => {
      const renamed = await asking.call("update_project", { project_id: album.project_id, name });
      if (asking.hasLeft) return;
      this.#albums = this.#albums.map((one) => (one.project_id === album.project_id ? renamed : one));
      this.#render();
      announce(`The album is called ${renamed.name}.`);
    });
  }

  async #remove(album) {
    const pictures = this.#picturesOf(album);
    byId("album-deletion-words").textContent = pictures.length
      ? `“${album.name}” holds ${counted(pictures.length)}. ${pictures.length === 1 ? "It" : "They"} can stay without an album, or go with it for good.`
      : `“${album.name}” is empty.`;
    byId("album-deletion-all").hidden = pictures.length === 0;
    const avatars = await answered("album-deletion");
    if (!["delete", "keep"].includes(avatars)) return;
    const asking = this.#asking;
    await this.#try(async () => {
      for (let turn = 0; turn < MOST_TURNS && !asking.hasLeft; turn += 1) {
        const { status } = await asking.call("delete_project", { project_id: album.project_id, avatars });
        if (status === "done") break;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
      if (asking.hasLeft) return;
      this.#albums = this.#albums.filter(({ project_id }) => project_id !== album.project_id);
      for (const picture of asking.owned.all().filter((one) => one.project_id === album.project_id)) {
        if (avatars === "delete") asking.owned.drop(picture);
        else asking.owned.keep({ ...picture, project_id: null });
      }
      this.#render();
      byId("albums-title").focus();
      announce(`Album deleted: ${album.name}.`);
    });
  }

  /** Runs `work`; shows why it failed. */
  async #try(work, button = null) {
    notice("album-problem", "");
    if (button) button.disabled = true;
    try {
      await work();
    } catch (error) {
      notice("album-problem", errorInWords(error));
    } finally {
      if (button) button.disabled = false;
    }
  }

  #picturesOf({ project_id: id }) {
    return this.#asking.owned.all().filter((one) => one.project_id === id);
  }

  #render() {
    byId("album-cards").replaceChildren(...this.#albums.map((album) => this.#card(album)));
    byId("albums-empty").hidden = this.#albums.length > 0;
  }

  #card(album) {
    const pictures = this.#picturesOf(album);
    const shown = this.#unfolded.has(album.project_id) ? pictures : pictures.slice(0, MOST_SHOWN);
    const heading = element("h3", {}, album.name);
    return element(
      "li",
      { class: "album" },
      element(
        "div",
        { class: "album-head" },
        element("div", {}, heading, element("p", { class: "hint" }, pictures.length ? counted(pictures.length) : "Empty")),
        element(
          "div",
          { class: "album-acts" },
          act("Rename", album, () => this.#rename(album)),
          act("Delete", album, () => this.#remove(album)),
        ),
      ),
      pictures.length > 0
        ? element("ul", { class: "album-pictures", "aria-label": `Pictures in ${album.name}` }, shown.map((one) => this.#picture(one)))
        : element("p", { class: "album-invitation" }, "Open a picture of yours and choose this album there."),
      shown.length < pictures.length &&
        element("button", {
          type: "button",
          class: "button-quiet button-small",
          textContent: `Show all ${pictures.length}`,
          onclick: () => {
            this.#unfolded.add(album.project_id);
            this.#render();
          },
        }),
    );
  }

  #picture(answer) {
    const stage = this.#catalogue.stage(answer.evolution_stage).title;
    const ready = answer.status === "completed";
    const name = answer.name ? `${answer.name}: ${stage}` : stage;
    const picture = element("img", {
      src: answer.thumbnail_url,
      alt: ready ? name : `${name}, still being made`,
      width: 256,
      height: 256,
      loading: "lazy",
    });
    const button = element("button", { type: "button", class: "album-picture", disabled: !ready }, picture);
    button.addEventListener("click", () => this.#openCloser(answer, viewOf(answer, button)));
    return element("li", {}, button);
  }
}

/** Reads the user's projects, newest first. Throws CallableError. */
async function readProjects(asking) {
  const found = [];
  let token = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const request = { page_size: PAGE_SIZE, ...(token ? { page_token: token } : {}) };
    const { projects, next_page_token: next } = await asking.call("list_projects", request);
    found.push(...projects);
    token = next;
    if (!token) break;
  }
  return found;
}

/** Returns what the closer look moves the focus to, and tells of an answer: the albums follow `owned` by themselves. */
function viewOf(answer, button) {
  const focus = () => (button.isConnected ? button : byId("albums-title")).focus();
  const nothing = () => {};
  return {
    answer,
    focus,
    describe: () => "",
    remove: nothing,
    asking: nothing,
    update: async () => ({ phase: "shown", headline: "" }),
    refuse: nothing,
  };
}

function act(words, album, work) {
  return element("button", {
    type: "button",
    class: "button-quiet button-small",
    "aria-label": `${words} the album ${album.name}`,
    textContent: words,
    onclick: work,
  });
}

function counted(count) {
  return count === 1 ? "1 picture" : `${count} pictures`;
}
