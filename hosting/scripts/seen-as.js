// The picture that the user chose to represent them, small, in the header.

import { byId, element } from "./dom.js";

/** Shows the chosen picture, or that there is none. */
export function showSeenAs(answer = null) {
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
