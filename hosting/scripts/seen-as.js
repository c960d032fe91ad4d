// The picture that represents the user, small, in the header.

import { byId, element } from "./dom.js";

let shownId = null;

/** Shows the user's picture, or that there is none. */
export function showSeenAs(answer = null) {
  shownId = answer?.avatar_id ?? null;
  byId("seen-as").hidden = answer === null;
  byId("seen-as").replaceChildren(
    ...(answer ? [
          element(
            "span",
            { class: "face face-close" },
            element("img", { src: answer.thumbnail_url, alt: "", width: 44, height: 44 }),
          ),
          "You are seen like this.",
        ] : []),
  );
}

/** Whether an avatar is the one that represents the user. */
export function isSeenAs({ avatar_id }) {
  return avatar_id === shownId;
}
