// A box that suggests as people type (an accessible combobox), for an input with data-suggest-url, which answers
// ?q= with a JSON list of {value, label}. Without this script the input is a plain box and the form still works.
(() => {
  "use strict";

  document.querySelectorAll("input[data-suggest-url]").forEach((input) => {
    const list = document.createElement("ul");
    const said = document.createElement("span");
    const code = input.dataset.suggestInto ? document.getElementById(input.dataset.suggestInto) : null;
    let found = [];
    let chosen = -1;
    let timer;
    let asked = 0;

    list.id = `${input.id}-list`;
    list.className = "picker__list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    list.hidden = true;
    said.className = "visually-hidden";
    said.setAttribute("role", "status");
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id], ["autocomplete", "off"]]) {
      input.setAttribute(name, value);
    }
    input.removeAttribute("list");
    input.after(list, said);
    input.parentElement.classList.add("picker");

    function close() {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function choose(item) {
      input.value = item.label;
      if (code) code.value = item.value;
      close();
    }

    function mark(index) {
      chosen = (index + found.length) % found.length;
      [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === chosen)));
      input.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
      list.children[chosen].scrollIntoView({ block: "nearest" });
    }

    function open(items) {
      found = items.slice(0, 8);
      list.replaceChildren(...found.map((item, index) => {
        const row = document.createElement("li");
        row.id = `${list.id}-${index}`;
        row.className = "picker__option";
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        row.textContent = item.label;
        row.addEventListener("mousedown", (event) => event.preventDefault());
        row.addEventListener("click", () => choose(item));
        return row;
      }));
      said.textContent = found.length ? `${found.length} found. Use the arrow keys to choose.` : "None found.";
      if (!found.length) { close(); return; }
      chosen = -1;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
    }

    input.addEventListener("input", () => {
      if (code) code.value = "";
      clearTimeout(timer);
      const words = input.value.trim();
      const turn = ++asked;
      if (words.length < 2) { close(); return; }
      timer = setTimeout(async () => {
        const url = new URL(input.dataset.suggestUrl, location.href);
        url.searchParams.set("q", words);
        const answer = await fetch(url, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
        const items = answer?.ok ? await answer.json().catch(() => []) : [];
        if (turn === asked && document.activeElement === input) open(items);
      }, 200);
    });

    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown") { event.preventDefault(); mark(chosen + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); mark(chosen - 1); }
      else if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); choose(found[chosen]); }
      else if (event.key === "Escape") close();
    });
    input.addEventListener("blur", close);
  });
})();
