// The avatars that the user has, read once and kept up to date by every answer.

const PAGE_SIZE = 50;
const MOST_PAGES = 4;

/** Reads the user's avatars, newest first. Throws CallableError. */
export async function readOwned(asking) {
  const found = [];
  let token = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const request = { page_size: PAGE_SIZE, ...(token ? { page_token: token } : {}) };
    const { avatars, next_page_token: next } = await asking.call("list_avatars", request);
    found.push(...avatars);
    token = next;
    if (!token) break;
  }
  return new Owned(found);
}

export class Owned {
  #avatars;
  #listeners = new Set();

  /** @param {object[]} avatars Answers of the backend, newest first. */
  constructor(avatars = []) {
    this.#avatars = avatars;
  }

  /** Calls `work` with each avatar that comes, changes or goes. */
  onChange(work) {
    this.#listeners.add(work);
  }

  /** Keeps an answer in the place of the earlier one of this avatar. */
  keep(answer) {
    this.#avatars = [answer, ...this.#avatars.filter(({ avatar_id }) => avatar_id !== answer.avatar_id)].sort(newestFirst);
    this.#tell(answer);
  }

  drop(answer) {
    this.#avatars = this.#avatars.filter(({ avatar_id }) => avatar_id !== answer.avatar_id);
    this.#tell(answer);
  }

  /** Returns the newest avatar with a picture that fits; the user's own before a stand-in. */
  newest(fits) {
    const fitting = this.#avatars.filter((avatar) => avatar.status === "completed" && fits(avatar));
    return fitting.find(({ degraded }) => !degraded) ?? fitting[0] ?? null;
  }

  /** Returns the newest avatar that is being made and fits. */
  underWay(fits) {
    return this.#avatars.find((avatar) => ["queued", "generating"].includes(avatar.status) && fits(avatar)) ?? null;
  }

  #tell(answer) {
    for (const work of this.#listeners) work(answer);
  }
}

/** Whether an avatar shows the user as they are at a stage, not at another time of their life. */
export function isOfStage(stage) {
  return ({ evolution_stage, recipe }) => evolution_stage === stage && (recipe?.timeline ?? "current") === "current";
}

export function isFromPhoto({ recipe }) {
  return (recipe?.references ?? []).length > 0;
}

function newestFirst(one, other) {
  return (other.created_at ?? "").localeCompare(one.created_at ?? "");
}
