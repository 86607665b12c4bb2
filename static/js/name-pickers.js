// Names the search boxes that select2 draws over the workplace's relations, which it leaves nameless for screen readers.
"use strict";

const nameOf = (select, box) => {
  const value = box.querySelector(".select2-selection__rendered");
  const label = document.querySelector(`label[for="${select.id}"]`);
  box.dataset.named = "yes";
  const typed = box.querySelector(".select2-search__field"); // of a picker of several
  if (typed) typed.setAttribute("aria-label", label ? label.textContent.trim() : select.getAttribute("aria-label") || "");
  if (label) {
    label.id = label.id || `${select.id}_label`;
    box.setAttribute("aria-labelledby", value && value.id ? `${label.id} ${value.id}` : label.id);
    if (value) value.setAttribute("aria-labelledby", label.id);
  } else {
    const name = select.getAttribute("aria-label") || "";
    box.removeAttribute("aria-labelledby");
    for (const part of [box, value]) if (part) part.setAttribute("aria-label", name);
  }
};

const nameAll = () => {
  for (const select of document.querySelectorAll("select.admin-autocomplete")) {
    const box = select.nextElementSibling && select.nextElementSibling.querySelector(".select2-selection");
    if (box && !box.dataset.named) nameOf(select, box);
  }
};

// select2 draws its boxes some time after the document is ready, and for each row that is added
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
nameAll();
