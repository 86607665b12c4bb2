// What is pasted into the editor, without what word processors put around it. The editor itself knows only our marks.
const HEADINGS = { H1: "h3", H2: "h3", H5: "h4", H6: "h4" };

const renamed = (element, tag) => {
  const other = element.ownerDocument.createElement(tag);
  other.append(...element.childNodes);
  element.replaceWith(other);
};

// Word writes lists as paragraphs that begin with a bullet or a number
const listed = (document) => {
  for (const paragraph of document.querySelectorAll("p[class^=MsoList]")) {
    const sign = paragraph.querySelector("[data-sign]");
    if (!sign) continue;
    const tag = /\d|[a-z][.)]/i.test(sign.textContent) ? "ol" : "ul";
    sign.remove();
    const before = paragraph.previousElementSibling;
    const list = before?.dataset.pasted === tag ? before : document.createElement(tag);
    list.dataset.pasted = tag;
    if (list !== before) paragraph.before(list);
    const item = document.createElement("li");
    list.append(item);
    item.append(paragraph);
  }
};

// Our policy refuses styles already where they are read; of them, only that which marks the sign of a list is needed
const unstyled = (html) => html
  .replace(/<style\b.*?<\/style>/gis, "")
  .replace(/\sstyle\s*=\s*("[^"]*"|'[^']*')/gi, (style) => (style.includes("mso-list:Ignore") ? " data-sign" : ""));

export const cleanPaste = (html) => {
  const page = new DOMParser().parseFromString(unstyled(html), "text/html");
  listed(page);
  for (const [tag, ours] of Object.entries(HEADINGS)) page.querySelectorAll(tag).forEach((one) => renamed(one, ours));
  page.querySelectorAll("style, script, meta, link, title, xml, img").forEach((one) => one.remove());
  for (const one of page.body.querySelectorAll("*")) {
    for (const { name } of [...one.attributes]) if (name !== "href") one.removeAttribute(name);
  }
  return page.body.innerHTML;
};
