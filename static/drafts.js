// Keeps a draft of a form that carries data-autosave-url, a moment after people stop typing.
(() => {
  "use strict";

  const REST = 4000;

  document.querySelectorAll("form[data-autosave-url]").forEach((form) => {
    const said = document.createElement("p");
    said.className = "counter draft-note";
    said.setAttribute("role", "status");
    form.append(said);
    let timer;
    let last = written(form);
    let sending = false;

    const keep = async () => {
      const words = written(form);
      if (words === last || sending || form.dataset.sending) return;
      sending = true;
      try {
        const answer = await fetch(form.dataset.autosaveUrl, {
          method: "POST",
          credentials: "same-origin",
          body: new URLSearchParams(words),
          headers: {
            "X-Requested-With": "fetch",
            "X-CSRFToken": form.querySelector("input[name=csrf_token]")?.value ?? "",
          },
        });
        if (answer.ok && !answer.redirected) {
          last = words;
          said.textContent = `Draft kept at ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}.`;
        } else {
          said.textContent = "We could not save a draft. Your words are still on this page.";
        }
      } catch {
        said.textContent = "You seem to be offline. Your words are still on this page.";
      } finally {
        sending = false;
      }
    };

    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, REST);
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") keep();
    });
  });

  // All that is typed, as one text; files and passwords are never part of a draft.
  function written(form) {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const field = form.elements.namedItem(name);
      if (typeof value === "string" && field?.type !== "password") fields.append(name, value);
    }
    return fields.toString();
  }
})();
