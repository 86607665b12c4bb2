// Nothing written is lost: what stands in a form of the workplace is kept in this browser until it is saved, and offered
// back when the form is opened again (a session that ended while somebody wrote, a closed tab, a crash).
const words = document.querySelector("script[data-offer]").dataset;
const MINE = `kept:${words.person}:`;
const DAYS = 7;
const form = document.querySelector("#content-main > form[method=post][id$=_form]");
const key = MINE + location.pathname;
const UNKEPT = new Set(["csrfmiddlewaretoken", "_seen"]);

const read = (name) => JSON.parse(localStorage.getItem(name));
const names = () => Object.keys(localStorage).filter((name) => name.startsWith("kept:"));
const drop = (which) => names().filter(which).forEach((name) => localStorage.removeItem(name));

const fields = () => [...form.elements].filter((one) =>
  one.name && !UNKEPT.has(one.name) && !["file", "password", "submit", "button"].includes(one.type)
  && !one.name.includes("__prefix__"));

const valueOf = (field) => {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  if (field.tagName === "SELECT") return [...field.selectedOptions].map((one) => [one.value, one.textContent]);
  return field.value;
};
const idOf = (field) => (["checkbox", "radio"].includes(field.type) ? `${field.name}=${field.value}` : field.name);
const present = () => Object.fromEntries(fields().map((field) => [idOf(field), valueOf(field)]));

const put = (field, value) => {
  if (field.type === "checkbox" || field.type === "radio") field.checked = value;
  else if (field.tagName === "SELECT") {
    for (const [id, text] of value) {
      if (![...field.options].some((one) => one.value === id)) field.add(new Option(text, id));
    }
    for (const one of field.options) one.selected = value.some(([id]) => id === one.value);
  } else if (field.dataset.prose !== undefined && value.startsWith("<")) {
    field.dispatchEvent(new CustomEvent("kept", { detail: value }));
  } else field.value = value;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  if (field.tagName === "SELECT" && window.django) django.jQuery(field).trigger("change.select2");
};

// Parts that were added are added again first
const addParts = (kept) => {
  for (const total of form.querySelectorAll("input[name$=-TOTAL_FORMS]")) {
    const more = Number(kept[total.name]) - Number(total.value);
    const add = document.querySelector(`#${CSS.escape(total.name.replace("-TOTAL_FORMS", "-group"))} .add-row a`);
    for (let n = 0; add && n < more; n += 1) add.click();
  }
};

const bringBack = (kept) => {
  addParts(kept);
  for (const field of fields()) {
    const value = kept[idOf(field)];
    const isCount = /-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$/.test(field.name);
    if (!isCount && value !== undefined && JSON.stringify(value) !== JSON.stringify(valueOf(field))) put(field, value);
  }
};

const button = (text, run) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", run);
  return made;
};

const offer = ({ at, values }) => {
  const box = document.createElement("div");
  box.className = "kept";
  box.setAttribute("role", "status");
  const said = document.createElement("p");
  said.textContent = words.offer.replace("{when}", new Date(at).toLocaleString(document.documentElement.lang));
  box.append(
    said,
    button(words.back, () => {
      bringBack(values);
      box.remove();
    }),
    button(words.away, () => {
      localStorage.removeItem(key);
      box.remove();
    }),
  );
  form.before(box);
};

const keep = (sent) => {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), sent, values: present() }));
  } catch {
    // a full store keeps nothing, and hinders nobody
  }
};

const watch = () => {
  const untouched = JSON.stringify(present());
  let waiting;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => JSON.stringify(present()) !== untouched && keep(false), 500);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    if (JSON.stringify(present()) !== untouched || form.querySelector(".errorlist")) keep(true);
  });
};

// What was saved needs no keeping; nor what is old, nor what others wrote who used this browser
const saved = document.querySelector(".messagelist .saved");
drop((name) => !name.startsWith(MINE) || Date.now() - read(name).at > DAYS * 86400000 || (saved && read(name).sent));
document.querySelector("#logout-form")?.addEventListener("submit", () => drop(() => true));
addEventListener("load", () => { // when editors and added parts are there
  if (!form) return;
  const kept = read(key);
  const isBack = form.querySelector(".errorlist"); // what was sent stands in the form already
  if (kept && !isBack && JSON.stringify(kept.values) !== JSON.stringify(present())) offer(kept);
  watch();
});
