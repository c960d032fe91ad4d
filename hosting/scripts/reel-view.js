// The reel: a user's stages as an animation, or as a contact sheet for users who prefer no motion.

import { announce } from "./announcer.js";
import { byId, element } from "./dom.js";
import { notice } from "./notice.js";
import { errorInWords } from "./reasons.js";

const TOO_FEW = "A reel needs pictures of two stages at least in this style. Wish for some first.";

export class ReelView {
  #latest = null;

  clear() {
    this.#latest = null;
    byId("reel-view").replaceChildren();
  }

  /** Requests the newest reel in a style and shows it, or the reason why there is none. */
  async show(asking, style) {
    const request = { style };
    this.#latest = request;
    notice("photo-wish-problem", "");
    byId("wish-reel").disabled = true;
    announce("Your reel is being put together.");
    try {
      const reel = await asking.call("evolution_reel", request);
      if (this.#latest === request && !asking.hasLeft) this.#lay(reel);
    } catch (error) {
      if (this.#latest === request && !asking.hasLeft) {
        notice("photo-wish-problem", error.reason === "not_found" ? TOO_FEW : errorInWords(error));
      }
    } finally {
      byId("wish-reel").disabled = false;
    }
  }

  #lay({ reel_url: moving, sheet_url: still, stages }) {
    const words = `Your ${stages.length} stages, from first to latest`;
    const image = element("img", { class: "reel-picture", alt: "" });
    const toggle = element("button", { type: "button", class: "button-quiet" });
    const play = (plays) => {
      image.src = plays ? moving : still;
      image.alt = plays ? `${words}, one becoming the next` : `${words}, side by side`;
      toggle.textContent = plays ? "Hold still" : "Play";
      toggle.onclick = () => play(!plays);
    };
    play(!matchMedia("(prefers-reduced-motion: reduce)").matches);
    byId("reel-view").replaceChildren(
      image,
      element(
        "figcaption",
        {},
        toggle,
        element("a", { href: moving, target: "_blank", rel: "noopener" }, "The reel as a file"),
        element("a", { href: still, target: "_blank", rel: "noopener" }, "The contact sheet"),
      ),
    );
    byId("reel").hidden = false;
    byId("reel").scrollIntoView({ block: "nearest" });
    announce(`${words}: the reel is here.`);
  }
}
