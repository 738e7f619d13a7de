// Names of those who wrote in a thread, while one is typed behind an @. An extra: the name can be typed as well.
(() => {
  "use strict";

  document.querySelectorAll("[data-names]").forEach((hint) => {
    const field = hint.closest("form")?.querySelector("textarea");
    if (!field) return;
    const names = JSON.parse(hint.dataset.names);
    const offer = document.createElement("p");
    offer.className = "row";
    offer.setAttribute("role", "status");
    hint.after(offer);
    const begun = () => /(?:^|\s)@([^@\n]{0,40})$/.exec(field.value.slice(0, field.selectionStart));
    field.addEventListener("input", () => {
      const typed = begun()?.[1].toLowerCase();
      const fits = typed === undefined ? [] : names.filter((name) => name.toLowerCase().startsWith(typed) && name.toLowerCase() !== typed);
      offer.replaceChildren(...fits.slice(0, 5).map((name) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button--secondary button--small";
        button.textContent = `@${name}`;
        button.addEventListener("click", () => {
          const end = field.selectionStart;
          field.setRangeText(`@${name} `, end - begun()[1].length - 1, end, "end");
          offer.replaceChildren();
          field.focus();
        });
        return button;
      }));
    });
  });
})();
