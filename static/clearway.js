// On every page: one press sends a form once, answers are counted, links are copied, errors are read out first.
(() => {
  "use strict";

  // One press is enough. The guard lifts after ten seconds, or when the reader comes back to the page.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    const buttons = form.querySelectorAll("button[type=submit]");
    buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
    setTimeout(() => release(form), 10000);
  });

  function release(form) {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  }

  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

  // How many characters are left. Spoken only when typing rests, so that a screen reader is not talked over.
  document.querySelectorAll("[data-counter]").forEach((field) => {
    const most = Number(field.dataset.counter);
    const shown = document.querySelector(`[data-counter-for="${CSS.escape(field.id)}"]`);
    if (!most || !shown) return;
    const spoken = document.createElement("span");
    spoken.className = "visually-hidden";
    spoken.setAttribute("aria-live", "polite");
    shown.after(spoken);
    let rest;
    const count = () => {
      const left = most - field.value.length;
      const characters = Math.abs(left) === 1 ? "character" : "characters";
      const words = `${Math.abs(left).toLocaleString("en-GB")} ${characters} ${left < 0 ? "too many" : "left"}`;
      shown.textContent = words;
      shown.classList.toggle("counter--over", left < 0);
      clearTimeout(rest);
      rest = setTimeout(() => {
        if (document.activeElement === field) spoken.textContent = words;
      }, 1200);
    };
    field.addEventListener("input", count);
    count();
  });

  // Buttons that copy an address, or what stands in a list.
  const addButton = (place, label, press) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--secondary button--small";
    button.textContent = label;
    button.addEventListener("click", press);
    place.append(button, " ");
  };
  const offerCopy = (place, label, text, byHand) => {
    if (!navigator.clipboard) return;
    const said = document.createElement("span");
    said.setAttribute("role", "status");
    addButton(place, label, async () => {
      try {
        await navigator.clipboard.writeText(text());
        said.textContent = "Copied";
      } catch {
        said.textContent = byHand;
      }
    });
    place.append(said);
  };
  document.querySelectorAll("[data-copy-link]").forEach((place) => {
    const address = () => new URL(place.dataset.copyLink, location.href).href;
    offerCopy(place, "Copy the link", address, "Please copy the address by hand");
  });
  document.querySelectorAll("[data-copy-text]").forEach((place) => {
    const items = [...place.querySelectorAll(`${place.dataset.copyText} > li`)];
    addButton(place, "Print", () => print());
    const text = () => items.map((one) => one.textContent).join("\n");
    offerCopy(place, place.dataset.copyLabel, text, "Please copy them by hand");
  });

  // What is wrong is read out first.
  const problem = document.querySelector("[data-focus-on-load]");
  if (problem && !location.hash) problem.focus();
})();
