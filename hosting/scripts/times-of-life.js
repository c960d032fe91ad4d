// The three timelines of a trilogy.

export const TIMES_OF_LIFE = [
  { id: "original", title: "Original", about: "As you were when it all began." },
  { id: "current", title: "Today", about: "As you are now." },
  { id: "future_2048", title: "2048", about: "As you may be one day." },
];
