// A group of controls that is one stop of the Tab key; the arrow keys move inside it.

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Makes the controls in a group that match a selector one stop. Controls may come and go.
 *
 * @param {HTMLElement} group
 * @param {string} selector
 */
export function rove(group, selector) {
  let last = null;
  const usable = () => [...group.querySelectorAll(selector)].filter((control) => !control.disabled && !control.hidden);
  const arrange = () => {
    const controls = usable();
    const stop = controls.includes(last) ? last : controls.find((control) => control.ariaPressed === "true") ?? controls[0];
    for (const control of controls) control.tabIndex = control === stop ? 0 : -1;
  };
  group.addEventListener("focusin", ({ target }) => {
    if (!target.matches(selector)) return;
    last = target;
    arrange();
  });
  group.addEventListener("keydown", (event) => {
    const controls = usable();
    const here = controls.indexOf(event.target);
    if (here < 0) return;
    const there = { Home: 0, End: controls.length - 1 }[event.key] ?? here + (STEPS[event.key] ?? NaN);
    if (Number.isNaN(there)) return;
    event.preventDefault();
    controls[(there + controls.length) % controls.length].focus();
  });
  const changes = { subtree: true, childList: true, attributes: true, attributeFilter: ["disabled", "hidden", "aria-pressed"] };
  new MutationObserver(arrange).observe(group, changes);
  arrange();
}
