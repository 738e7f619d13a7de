// While people write: threads like theirs, and how their words will look. Both are extras; the form works without.
(() => {
  "use strict";

  const later = (wait, action) => {
    let timer;
    return (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => action(...given), wait);
    };
  };

  async function fragment(url, options = {}) {
    const answer = await fetch(url, {
      credentials: "same-origin",
      ...options,
      headers: { "X-Requested-With": "fetch", ...options.headers },
    });
    return answer.ok && !answer.redirected ? answer.text() : "";
  }

  // The server sends HTML it has made safe; parsing it apart runs no script.
  function show(place, html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    place.replaceChildren(...parsed.body.childNodes);
  }

  const tokenOf = (form) => form?.querySelector("input[name=csrf_token]")?.value ?? "";

  // Threads like the one being written.
  document.querySelectorAll("[data-similar-url]").forEach((field) => {
    const place = document.getElementById(field.dataset.similarTo || "similar");
    if (!place) return;
    let asked = "";
    const council = field.form?.elements.namedItem("council_name");
    const look = later(600, async () => {
      const words = field.value.trim();
      const wanted = JSON.stringify([words, council?.value]);
      if (wanted === asked) return;
      asked = wanted;
      if (words.length < 8) {
        place.replaceChildren();
        return;
      }
      const url = new URL(field.dataset.similarUrl, location.href);
      url.searchParams.set("q", words);
      if (council?.value) url.searchParams.set("council", council.value);
      try {
        const html = (await fragment(url)).trim();
        if (wanted === asked) show(place, html);
      } catch {
        place.replaceChildren();
      }
    });
    field.addEventListener("input", look);
    council?.addEventListener("change", look);
  });

  // How the words will look: a button under the field, and a box that follows it.
  document.querySelectorAll("[data-preview-url]").forEach((field) => {
    const form = field.form;
    if (!tokenOf(form)) return;
    const button = document.createElement("button");
    const box = document.createElement("div");
    const said = document.createElement("span");
    button.type = "button";
    button.className = "button button--secondary button--small";
    button.textContent = "Show how it will look";
    box.className = "preview prose";
    box.hidden = true;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", "How it will look");
    said.className = "soft";
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      said.textContent = "";
      try {
        const body = new URLSearchParams({ text: field.value, csrf_token: tokenOf(form) });
        const html = await fragment(field.dataset.previewUrl, {
          method: "POST",
          body,
          headers: { "X-CSRFToken": tokenOf(form) },
        });
        show(box, html);
        box.hidden = !html.trim();
        said.textContent = box.hidden ? "There is nothing to show yet." : "Shown below.";
      } catch {
        said.textContent = "We could not show a preview. Your words are still here.";
      }
    });
    const row = document.createElement("div");
    row.className = "row preview-row";
    row.append(button, said);
    form.querySelector("button[name=preview]")?.remove(); // ours does it without leaving the page
    (field.closest(".field") || field.parentElement).append(row, box);
  });
})();
