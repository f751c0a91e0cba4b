"use strict";
// Small comforts of the note: one open word at a time, Escape closes it, and selected text is ready to be added.
(() => {
  const note = document.getElementById("note-text");
  if (!note) return;
  const marks = [...note.querySelectorAll("details.mark")];
  const words = document.getElementById("field-add_words");
  const add = document.getElementById("add");

  for (const mark of marks) {
    mark.addEventListener("toggle", () => {
      if (mark.open) for (const other of marks) if (other !== mark) other.open = false;
    });
    mark.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !mark.open) return;
      mark.open = false;
      mark.querySelector("summary").focus();
    });
  }
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".mark")) for (const mark of marks) mark.open = false;
  });

  // What the page says beside the words is no part of the note.
  const selected = () => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed) return "";
    const range = selection.getRangeAt(0);
    if (!note.contains(range.commonAncestorContainer)) return "";
    const part = range.cloneContents();
    for (const beside of part.querySelectorAll(".mark__say, .mark__panel")) beside.remove();
    return part.textContent.trim();
  };
  note.addEventListener("mouseup", () => {
    const text = selected();
    if (!text || text.length > 100) return;
    words.value = text;
    add.open = true;
  });
})();
