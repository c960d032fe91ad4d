// The avatars that the user has, kept up to date by every answer, and by the list when it is read again.

const PAGE_SIZE = 50;
const MOST_PAGES = 4;

/** Reads the user's avatars, newest first. Throws CallableError. */
export async function readAvatars(asking) {
  const found = [];
  let token = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const request = { page_size: PAGE_SIZE, ...(token ? { page_token: token } : {}) };
    const { avatars, next_page_token: next } = await asking.call("list_avatars", request);
    found.push(...avatars);
    token = next;
    if (!token) break;
  }
  return found;
}

export class Owned {
  #avatars;
  #listeners = new Set();
  /** How often an avatar came, changed or went in this tab. */
  changes = 0;

  /** @param {object[]} avatars Answers of the backend, newest first. */
  constructor(avatars = []) {
    this.#avatars = avatars;
  }

  /** Calls `work` with each avatar that comes, changes or goes, and with `{elsewhere}`: whether not in this tab. */
  onChange(work) {
    this.#listeners.add(work);
  }

  /** Keeps an answer in the place of the earlier one of this avatar. */
  keep(answer) {
    this.#avatars = [answer, ...this.#avatars.filter(({ avatar_id }) => avatar_id !== answer.avatar_id)].sort(newestFirst);
    this.#tell(answer, false);
  }

  drop(answer) {
    this.#avatars = this.#avatars.filter(({ avatar_id }) => avatar_id !== answer.avatar_id);
    this.#tell(answer, false);
  }

  /** Takes over the list as it was read again, newest first. */
  become(avatars) {
    const before = new Map(this.#avatars.map((avatar) => [avatar.avatar_id, avatar]));
    const differs = (avatar) => {
      const earlier = before.get(avatar.avatar_id);
      return ["status", "image_url", "project_id"].some((name) => earlier?.[name] !== avatar[name]);
    };
    this.#avatars = avatars;
    const gone = [...before.values()].filter((avatar) => !this.has(avatar));
    for (const avatar of [...gone, ...avatars.filter(differs)]) this.#tell(avatar, true);
  }

  has({ avatar_id: id }) {
    return this.#avatars.some(({ avatar_id }) => avatar_id === id);
  }

  /** Returns all of them, newest first. */
  all() {
    return this.#avatars;
  }

  /**
   * Returns the newest avatar with a picture that fits: what stays before what goes, the user's own before a stand-in, and
   * before what they keep in an album or made of a preset, whose face is another.
   */
  newest(fits) {
    const fitting = this.#avatars.filter((avatar) => avatar.status === "completed" && fits(avatar));
    const own = fitting.filter(({ degraded }) => !degraded);
    const staying = own.filter((avatar) => !this.#goes(avatar));
    return staying.find(isLoose) ?? staying[0] ?? own[0] ?? fitting[0] ?? null;
  }

  /** Returns the avatars of the newest set that waits for a choice, or in which another choice is possible; or none. */
  toChooseFrom() {
    const now = new Date();
    const newest = this.#avatars.find(({ set }) => set?.expires_at && new Date(set.expires_at) > now);
    const all = newest ? this.#avatars.filter(({ set }) => set?.id === newest.set.id) : [];
    return all.length > 1 ? all.sort((one, other) => one.set.number - other.set.number) : [];
  }

  /** Returns the avatars with a picture that fit, the oldest first. */
  shown(fits) {
    return this.#avatars.filter((avatar) => avatar.status === "completed" && fits(avatar)).reverse();
  }

  /** Returns the newest avatar that is being made and fits. */
  underWay(fits) {
    return this.allUnderWay().find(fits) ?? null;
  }

  /** Returns the avatars that are being made, newest first. */
  allUnderWay() {
    return this.#avatars.filter(({ status }) => ["queued", "generating"].includes(status));
  }

  /** Whether another avatar of its set stays in its place. */
  #goes({ set }) {
    return Boolean(set?.expires_at) && this.#avatars.some((other) => other.set?.id === set.id && !other.set.expires_at);
  }

  #tell(answer, elsewhere) {
    if (!elsewhere) this.changes += 1;
    for (const work of this.#listeners) work(answer, { elsewhere });
  }
}

function isLoose({ project_id: album, origin }) {
  return !album && origin !== "preset";
}

/** Whether an avatar shows the user as they are at a stage, not at another time of their life. */
export function isOfStage(stage) {
  return ({ evolution_stage, recipe }) => evolution_stage === stage && (recipe?.timeline ?? "current") === "current";
}

/** Whether an avatar is the user's own picture as it is. */
export function isOwnPicture({ origin }) {
  return origin === "upload";
}

/** Whether an avatar holds something of a photo; so does the user's own picture. */
export function isFromPhoto({ recipe }) {
  return (recipe?.references ?? []).length > 0;
}

function newestFirst(one, other) {
  return (other.created_at ?? "").localeCompare(one.created_at ?? "");
}
