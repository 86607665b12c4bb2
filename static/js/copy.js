// Puts a button beside each text of .cites that copies it. Without a script, one click on the text selects it.
"use strict";

for (const cites of document.querySelectorAll(".cites[data-copy]")) {
  const said = document.createElement("span");
  said.className = "vh";
  said.setAttribute("role", "status");
  cites.append(said);
  for (const text of navigator.clipboard ? cites.querySelectorAll(".cite") : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn copy";
    button.textContent = cites.dataset.copy;
    button.setAttribute("aria-label", `${cites.dataset.copy}: ${text.dataset.name}`);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      button.textContent = said.textContent = cites.dataset.copied;
    });
    text.after(button);
  }
}
