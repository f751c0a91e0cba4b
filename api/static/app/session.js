"use strict";
// What somebody typed must not end in the sign-in page. While they type, the session stays open; before a form is
// sent, the page asks whether it still is, and if not, it says so and keeps everything that was typed.
(() => {
  const EVERY = 4 * 60 * 1000;
  const notice = document.getElementById("session-notice");
  const ended = notice.dataset.ended;
  const away = notice.dataset.away;
  let last = Date.now();

  const say = (text) => {
    notice.querySelector("[role=alert]").textContent = text;
    notice.hidden = text === "";
  };

  // Who signs in again in another tab has a new token: the forms of this page get it too.
  const renew = (token) => {
    for (const field of document.querySelectorAll("input[name=form_token]")) field.value = token;
  };

  const isOpen = async () => {
    let answer, told;
    try {
      answer = await fetch("/session", { credentials: "same-origin", headers: { Accept: "application/json" } });
      told = await answer.json();
    } catch {
      say(away);
      return false;
    }
    if (answer.status === 401) {
      say(ended);
      return false;
    }
    if (answer.ok) renew(told.form_token);
    say("");
    last = Date.now();
    return true; // whatever else is wrong, the answer to the form will say it
  };

  document.addEventListener("input", () => {
    if (Date.now() - last < EVERY) return;
    last = Date.now();
    isOpen();
  });

  // The button that was pressed is part of what is sent, so the form goes the same way again.
  const checked = new WeakSet();
  for (const form of document.querySelectorAll("main form[method=post]")) {
    form.addEventListener("submit", async (event) => {
      if (checked.delete(form)) return;
      event.preventDefault();
      const { submitter } = event;
      if (!(await isOpen())) return;
      checked.add(form);
      form.requestSubmit(submitter);
    });
  }

  // A question or a correction goes with the need as it stands in the form now, not as it was sent.
  const need = document.getElementById("need-form");
  for (const form of document.querySelectorAll("main form[data-own]")) {
    const own = new Set(["form_token", ...form.dataset.own.split(" ")]);
    form.addEventListener("formdata", ({ formData }) => {
      for (const name of new Set(formData.keys())) if (!own.has(name)) formData.delete(name);
      for (const [name, value] of new FormData(need)) if (!own.has(name)) formData.append(name, value);
    });
  }
})();
