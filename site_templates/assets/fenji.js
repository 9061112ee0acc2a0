/* fenji: sorts and filters the tables and puts the time into pre-filled records. The pages are whole without it. */
(() => {
  "use strict";
  const collator = new Intl.Collator("zh", { numeric: true });

  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.v ?? cell.textContent.trim();
  };

  /* Empty cells stay at the end, whichever way the column is sorted; equal rows keep their order. */
  const sort = (table, column, way) => {
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => [key(row, column), row]);
    rows.sort(([a], [b]) => (a === "") - (b === "") || way * collator.compare(a, b));
    body.append(...rows.map(([, row]) => row));
  };

  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => {
        const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach((other) => other.setAttribute("aria-sort", "none"));
        head.setAttribute("aria-sort", way === 1 ? "ascending" : "descending");
        sort(table, column, way);
      });
    });
  };

  const filterable = (input) => {
    const table = document.getElementById(input.dataset.filter);
    const output = input.parentElement.querySelector("output");
    const rows = [...table.tBodies[0].rows].map((row) => [row, row.textContent.normalize("NFKC").toLowerCase()]);
    input.parentElement.hidden = false;
    input.addEventListener("input", () => {
      const words = input.value.normalize("NFKC").toLowerCase().split(/[\s,，、;；]+/).filter(Boolean);
      let shown = 0;
      for (const [row, text] of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        shown += row.hidden ? 0 : 1;
      }
      output.textContent = words.length ? output.dataset.shown.replace("{shown}", shown).replace("{all}", rows.length) : "";
    });
  };

  const two = (number) => String(number).padStart(2, "0");

  /* A new record gets the present date and time, as its name and in “at:”. */
  const dated = (link) => {
    link.addEventListener("click", () => {
      const now = new Date();
      const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
      const hour = two(now.getHours());
      const minute = two(now.getMinutes());
      const url = new URL(link.href);
      const fresh = [];
      for (const [name, value] of url.searchParams) {
        if (name === "value" || name === "content") {
          fresh.push([name, value.replace(/^at: *$/m, `at: ${day} ${hour}:${minute}`)]);
        } else {
          fresh.push([name, value.replace(/[^/]+$/, `${day}-${hour}${minute}.yaml`)]);
        }
      }
      url.search = fresh.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
      link.href = url.href;
      link.removeAttribute("data-now");
    }, { once: true });
  };

  for (const table of document.querySelectorAll("table[data-sort]")) sortable(table);
  for (const input of document.querySelectorAll("input[data-filter]")) filterable(input);
  for (const link of document.querySelectorAll("a[data-now][href]")) dated(link);

  /* Material's search dialog has no name of its own: it takes the one of its field. */
  const search = document.querySelector(".md-search[role=dialog]:not([aria-label])");
  const label = search?.querySelector("input")?.getAttribute("aria-label");
  if (label) search.setAttribute("aria-label", label);

  /* On paper folded parts are open. */
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll(".fj-page details")) part.open = true;
  });
})();
