// Keys in the inbox: j and k go down and up, x ticks, Enter opens. Without it, Tab and Space do the same.
(() => {
  const form = document.querySelector("[data-inbox]");
  const help = document.querySelector("[data-inbox-keys]");
  if (!form) return;
  const rows = [...form.querySelectorAll(".inbox-row")];
  if (help) help.hidden = false;
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));
  const go = (number) => rows[number]?.querySelector("a").focus();
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = here();
    if (event.key === "j") go(Math.min(at + 1, rows.length - 1));
    else if (event.key === "k") go(Math.max(at - 1, 0));
    else if (event.key === "x" && at >= 0) rows[at].querySelector("input").click();
  });
})();
