// The choices of the page: stages, styles, areas, traits, personas, characters, and the demo people.

/** Reads the catalogue, which is generated from the backend's. */
export async function loadCatalogue() {
  const response = await fetch("/catalogue.json");
  if (!response.ok) throw new Error("catalogue.json is missing: run `python -m demo.catalogue`.");
  return new Catalogue(await response.json());
}

export class Catalogue {
  constructor(data) {
    Object.assign(this, data);
  }

  stage(id) {
    return find(this.stages, id);
  }

  style(id) {
    return find(this.styles, id);
  }

  character(id) {
    return find(this.characters, id);
  }

  /** Returns whether a costume can be chosen in a style. */
  hasCostume(style) {
    return this.costumes.styles.includes(style);
  }

  persona(id) {
    return find(this.personas, id);
  }

  /** Returns the latest stage that these days have earned. */
  stageFor(days) {
    return this.stages.findLast((stage) => stage.first_day <= days);
  }
}

/** A silhouette. */
export const NOBODY = "/nobody.svg";

/** Returns the address of a face: the character's, or nobody's. */
export function faceUrl(character) {
  return character ? `/previews/characters/${character}.jpg` : NOBODY;
}

/** Returns the address of a sample of a style. */
export function styleUrl(style) {
  return `/previews/styles/${style}.jpg`;
}

/** Returns the address of a sample of a preset. */
export function presetUrl(preset) {
  return `/previews/presets/${preset}.jpg`;
}

/** Returns the address of the picture of a persona's example. */
export function exampleUrl(persona) {
  return `/previews/examples/${persona}.jpg`;
}

/** Returns the address of a sample of a costume: of `powers` or `places`. */
export function costumeUrl(kind, id) {
  return `/previews/${kind}/${id}.jpg`;
}

/** Returns the address of the sharp picture of a stage that shows what there is to come. */
export function sheetUrl(stage) {
  return `/previews/stages/${stage}.jpg`;
}

function find(list, id) {
  return list.find((entry) => entry.id === id);
}
