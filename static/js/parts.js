// Where the focus goes as parts of a form are added and taken out again: Django leaves it behind, or nowhere.
"use strict";

const FIRST = "input:not([type=hidden]), select, textarea:not([hidden]), .prose-text";

document.addEventListener("formset:added", ({ target }) => {
  [...target.querySelectorAll(FIRST)].find((one) => one.checkVisibility())?.focus();
});
document.addEventListener("formset:removed", ({ detail }) => {
  document.querySelector(`#${CSS.escape(detail.formsetName)}-group .add-row a`)?.focus();
});
