// The editor of texts with marks, over text areas that hold Markdown (groundwork/workplace/prose.py). A text area keeps
// its Markdown until somebody writes; then it holds the HTML of the editor, of which the server makes Markdown again.
import {
  Blockquote, Bold, BulletList, Document, Editor, HardBreak, Heading, History, Italic, Link, ListItem, OrderedList,
  Paragraph, Text,
} from "../django_prose_editor/editor.js";
import { cleanPaste } from "./prose-paste.js";

const EXTENSIONS = [
  Document, Paragraph, Text, Bold, Italic, BulletList, OrderedList, ListItem, Blockquote, HardBreak, History,
  Heading.configure({ levels: [3, 4] }),
  Link.configure({ openOnClick: false, protocols: ["mailto"], HTMLAttributes: { target: null, rel: null } }),
];
// name, sign, what it does, whether it is on
const MARKS = [
  ["bold", "B", (run) => run.toggleBold(), (editor) => editor.isActive("bold")],
  ["italic", "I", (run) => run.toggleItalic(), (editor) => editor.isActive("italic")],
  ["heading", "H1", (run) => run.toggleHeading({ level: 3 }), (editor) => editor.isActive("heading", { level: 3 })],
  ["subheading", "H2", (run) => run.toggleHeading({ level: 4 }), (editor) => editor.isActive("heading", { level: 4 })],
  ["bullets", "•", (run) => run.toggleBulletList(), (editor) => editor.isActive("bulletList")],
  ["numbers", "1.", (run) => run.toggleOrderedList(), (editor) => editor.isActive("orderedList")],
  ["quote", "“”", (run) => run.toggleBlockquote(), (editor) => editor.isActive("blockquote")],
  ["link", "↗", null, (editor) => editor.isActive("link")],
  ["undo", "↶", (run) => run.undo(), null],
  ["redo", "↷", (run) => run.redo(), null],
];

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const button = (text, run) => {
  const made = make("button", { type: "button", textContent: text });
  made.addEventListener("click", run);
  return made;
};

// One stop of the Tab key; arrows go from mark to mark
const toolbarOf = (area, editor, words, askForLink) => {
  const bar = make("div", { className: "prose-marks" });
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", `${words.toolbar}: ${area.labels[0]?.textContent.trim() ?? ""}`);
  const keys = MARKS.map(([name, sign, run, isOn]) => {
    const key = button(sign, () => (run ? run(editor.chain().focus()).run() : askForLink()));
    key.className = name;
    key.title = words[name];
    key.setAttribute("aria-label", words[name]);
    key.tabIndex = -1;
    return [key, isOn];
  });
  keys[0][0].tabIndex = 0;
  bar.append(...keys.map(([key]) => key));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...bar.children];
    const next = all[(all.indexOf(document.activeElement) + step + all.length) % all.length];
    for (const key of all) key.tabIndex = key === next ? 0 : -1;
    next.focus();
    event.preventDefault();
  });
  const mark = () => {
    for (const [key, isOn] of keys) if (isOn) key.setAttribute("aria-pressed", isOn(editor));
  };
  editor.on("transaction", mark);
  mark();
  return bar;
};

// Asks for an address, or finds one of our records by its words
const linkBoxOf = (area, editor, words) => {
  const id = `${area.id}_link`;
  const field = make("input", { type: "text", id, autocomplete: "off" });
  const list = make("ul", { id: `${id}_found` });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.found);
  list.hidden = true;
  const said = make("p", { className: "help" });
  said.setAttribute("role", "status");
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-autocomplete", "list");
  let chosen = -1;

  const close = () => {
    box.hidden = true;
    editor.commands.focus();
  };
  const set = (href, name) => {
    const run = editor.chain().focus().extendMarkRange("link");
    if (!href) run.unsetLink().run();
    else if (editor.state.selection.empty && !editor.isActive("link"))
      run.insertContent({ type: "text", text: name || href, marks: [{ type: "link", attrs: { href } }] }).run();
    else run.setLink({ href }).run();
    close();
  };
  const choose = (number) => {
    const options = [...list.children];
    chosen = options.length ? (number + options.length) % options.length : -1;
    options.forEach((one, place) => one.setAttribute("aria-selected", place === chosen));
    if (chosen >= 0) field.setAttribute("aria-activedescendant", options[chosen].id);
    else field.removeAttribute("aria-activedescendant");
    options[chosen]?.scrollIntoView({ block: "nearest" });
  };
  const offer = (records) => {
    list.replaceChildren(...records.map(({ name, kind, url }, place) => {
      const option = make("li", { id: `${id}_${place}` }, name, " ", make("span", { textContent: kind }));
      option.setAttribute("role", "option");
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        set(url, name);
      });
      option.dataset.url = url;
      option.dataset.name = name;
      return option;
    }));
    list.hidden = !records.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    chosen = -1;
  };
  const isAddress = () => /^(https?:|mailto:|\/)/.test(field.value);
  let waiting;
  const search = async () => {
    const asked = field.value;
    if (isAddress() || asked.trim().length < 2) return offer([]);
    const language = area.name.match(/_(\w\w)$/)?.[1] ?? "";
    const answer = await fetch(`${area.dataset.records}?${new URLSearchParams({ q: asked, language })}`);
    if (!answer.ok || field.value !== asked) return;
    const { records } = await answer.json();
    offer(records);
    said.textContent = records.length ? "" : words.none;
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    said.textContent = "";
    waiting = setTimeout(search, 250);
  });
  field.addEventListener("keydown", (event) => {
    const run = {
      ArrowDown: () => choose(chosen + 1),
      ArrowUp: () => choose(chosen - 1),
      Enter: () => {
        const option = list.children[chosen];
        if (option) set(option.dataset.url, option.dataset.name);
        else if (isAddress()) set(field.value.trim());
      },
    }[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  });
  const box = make(
    "div", { className: "prose-link", hidden: true },
    make("label", { htmlFor: id, textContent: words.address }), field, list, said,
    button(words.set, () => isAddress() && set(field.value.trim())),
    button(words.unset, () => set("")),
    button(words.cancel, close),
  );
  box.addEventListener("keydown", (event) => event.key === "Escape" && close());
  const open = () => {
    field.value = editor.getAttributes("link").href ?? "";
    offer([]);
    box.hidden = false;
    field.focus();
  };
  return [box, open];
};

const edit = (area) => {
  if (area.id.includes("__prefix__") || area.dataset.edited || area.disabled || area.readOnly) return;
  if (area === document.activeElement || area.value !== area.defaultValue) return; // somebody writes Markdown already
  area.dataset.edited = "yes";
  const words = JSON.parse(area.dataset.words);
  const label = area.labels[0];
  const about = {
    class: "prose-text",
    role: "textbox",
    "aria-multiline": "true",
    ...(label && { "aria-labelledby": (label.id ||= `${area.id}_label`) }),
    ...(document.getElementById(`${area.id}_helptext`) && { "aria-describedby": `${area.id}_helptext` }),
  };
  const language = area.name.match(/_(\w\w)$/)?.[1];
  if (language) about.lang = language;
  const frame = make("div", { className: "prose-frame" });
  area.before(frame);
  const editor = new Editor({
    element: frame,
    injectCSS: false,
    extensions: EXTENSIONS,
    content: area.dataset.prose,
    editorProps: { attributes: about, transformPastedHTML: cleanPaste },
    onUpdate: ({ editor }) => {
      area.value = editor.isEmpty ? "" : editor.getHTML();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  const [box, open] = linkBoxOf(area, editor, words);
  frame.prepend(toolbarOf(area, editor, words, open), box);
  area.hidden = true;
  label?.addEventListener("click", () => editor.commands.focus());
  // What was kept of a lost form comes back (js/keep.js)
  area.addEventListener("kept", (event) => editor.commands.setContent(event.detail, { emitUpdate: true }));
};

const editAll = (within) => within.querySelectorAll("textarea[data-prose]").forEach(edit);
editAll(document);
document.addEventListener("formset:added", (event) => editAll(event.target));
