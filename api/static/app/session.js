"use strict";
// While somebody types, the session stays open: a long note must not end in the sign-in page.
(() => {
  const EVERY = 4 * 60 * 1000;
  let last = Date.now();
  document.addEventListener("input", () => {
    if (Date.now() - last < EVERY) return;
    last = Date.now();
    fetch("/session", { credentials: "same-origin", headers: { Accept: "application/json" } }).catch(() => {
      last = 0; // the network was away: ask again at the next key
    });
  });
})();
