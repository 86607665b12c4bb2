// Suggestions below a search box while somebody types: a combobox with a list, as WAI-ARIA 1.2 describes it. Without a
// script the box is a plain field of a form.
"use strict";

const WAIT = 150; // milliseconds after the last key

class Suggestions {
  constructor(box) {
    this.box = box;
    this.words = box.dataset;
    this.list = document.createElement("ul");
    this.list.id = `${box.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.hidden = true;
    this.said = document.createElement("span");
    this.said.className = "vh";
    for (const [part, role] of [[this.list, "listbox"], [this.said, "status"], [box, "combobox"]]) part.setAttribute("role", role);
    this.list.setAttribute("aria-label", this.words.suggestions);
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.list.id);
    box.parentElement.append(this.list, this.said);
    this.close();
    box.addEventListener("input", () => this.later());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  later() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.timer = setTimeout(() => this.ask(this.box.value), WAIT);
  }

  async ask(typed) {
    this.asked = new AbortController();
    try {
      const url = `${this.words.suggest}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(url, { signal: this.asked.signal });
      if (answer.ok && document.activeElement === this.box) this.show((await answer.json()).suggestions);
    } catch {
      this.close(); // asked anew, or the network is away: the form works without
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((one, place) => this.option(one, place)));
    this.choose(null);
    this.open(suggestions.length > 0);
    this.said.textContent = suggestions.length ? this.words.number.replace("0", suggestions.length) : "";
  }

  option(one, place) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.dataset.url = one.url;
    const label = document.createElement("span");
    label.textContent = one.label;
    if (one.lang) label.lang = one.lang;
    const kind = document.createElement("span");
    kind.className = "muted";
    kind.textContent = one.kind;
    option.append(label, " ", kind);
    return option;
  }

  open(is) {
    this.list.hidden = !is;
    this.box.setAttribute("aria-expanded", String(is));
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.open(false);
    this.choose(null);
  }

  choose(option) {
    for (const other of this.list.children) other.setAttribute("aria-selected", String(other === option));
    this.chosen = option;
    if (option) {
      this.box.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else this.box.removeAttribute("aria-activedescendant");
  }

  step(by) {
    const options = [null, ...this.list.children]; // null is what was typed
    const place = options.indexOf(this.chosen) + by;
    this.choose(options.at(place % options.length));
  }

  key(event) {
    if (event.isComposing) return;
    if (this.list.hidden) {
      if (event.key === "ArrowDown" && this.box.value) this.ask(this.box.value);
      return;
    }
    if (event.key === "ArrowDown") this.step(1);
    else if (event.key === "ArrowUp") this.step(-1);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.chosen) this.go(this.chosen);
    else return;
    event.preventDefault();
  }

  go(option) {
    if (option) window.location.assign(option.dataset.url);
  }
}

for (const box of document.querySelectorAll("input[data-suggest]")) new Suggestions(box);
