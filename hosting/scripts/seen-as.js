// Who the person is seen as: the picture they chose of themselves, small, in the header.

import { byId, element } from "./dom.js";

/** Shows what was chosen; without a picture, that nothing was. */
export function showSeenAs(answer = null) {
  byId("seen-as").hidden = answer === null;
  byId("seen-as").replaceChildren(
    ...(answer ? [element("img", { src: answer.thumbnail_url, alt: "", width: 44, height: 44 }), "You are seen like this."] : []),
  );
}
