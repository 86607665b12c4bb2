// Tabs for the languages of a form, with the English beside for who translates. Without this script the languages
// stand one under the other.
const words = document.querySelector("script[data-languages]").dataset;
const LANGUAGE = /\blanguage-(\w\w)\b/;
const groups = [...document.querySelectorAll("fieldset.language")];
const codeOf = (group) => group.className.match(LANGUAGE)[1];
const onForm = groups.filter((group) => !group.closest(".inline-group"));

const tabOf = (group) => {
  const button = document.createElement("button");
  button.type = "button";
  button.append(group.querySelector(".fieldset-heading").textContent);
  const note = group.querySelector(".translation");
  if (note) {
    const state = document.createElement("span");
    state.textContent = note.textContent;
    state.className = note.dataset.state;
    button.append(state);
  }
  return button;
};

// Those of one row stand in one box, so that two of them can stand side by side; a form to copy for a new part too
const box = () => {
  for (const first of document.querySelectorAll("fieldset.language-en")) {
    const row = document.createElement("div");
    row.className = "languages";
    const siblings = [...first.parentElement.children].filter((one) => one.matches("fieldset.language"));
    first.before(row);
    row.append(...siblings);
  }
};

const draw = () => {
  const form = onForm[0].closest("form");
  const source = codeOf(onForm[0]);
  const bar = document.createElement("nav");
  bar.className = "language-tabs";
  bar.setAttribute("aria-label", words.languages);
  const tabs = onForm.map((group) => [codeOf(group), tabOf(group)]);
  const beside = document.createElement("label");
  const tick = document.createElement("input");
  tick.type = "checkbox";
  beside.append(tick, words.beside);

  const show = (code) => {
    form.dataset.language = code;
    beside.hidden = code === source;
    for (const [one, button] of tabs) {
      if (one === code) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    history.replaceState(history.state, "", code === source ? location.pathname + location.search : `#language-${code}`);
  };
  for (const [code, button] of tabs) button.addEventListener("click", () => show(code));
  tick.addEventListener("change", () => form.classList.toggle("beside", tick.checked));

  box();
  onForm[0].parentElement.before(bar);
  bar.append(...tabs.map(([, button]) => button), beside);
  form.classList.add("in-tabs");
  // Who is told of an error sees it; who comes for a language finds it, with what is to be translated
  const wrong = groups.find((group) => group.querySelector(".errorlist"));
  const asked = location.hash.match(/^#language-(\w\w)$/);
  const known = asked && tabs.some(([code]) => code === asked[1]);
  tick.checked = Boolean(known);
  form.classList.toggle("beside", tick.checked);
  show(wrong ? codeOf(wrong) : known ? asked[1] : source);
};

if (onForm.length > 1) draw();
