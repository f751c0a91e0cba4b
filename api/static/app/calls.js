"use strict";
// The phone round by keys: 1, 2, 3, 4 and s press the button that shows the key. Whoever types is left alone.
(() => {
  const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    if (typing(event.target)) return;
    const control = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!control) return;
    event.preventDefault();
    control.click();
    const fold = control.closest("details");
    if (!fold || !fold.open) return;
    const first = fold.querySelector("form input:not([type=hidden])");
    first.focus();
    first.select(); // what is typed next takes the place of the old number
  });
})();
