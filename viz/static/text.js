"use strict";
// Words and elements. Text from articles reaches the page only as text nodes, addresses only through safeUrl.
(() => {
  const page = JSON.parse(document.getElementById("laborgraph-data").textContent);
  const ui = page.strings.ui;
  const language = page.meta.language;
  const plural = new Intl.PluralRules(language);

  /** Say a string of the interface, with {names} filled in. */
  const say = (key, values = {}) => ui[key].replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

  /** Say how many: "3 claims". */
  const count = (number, key) => `${number} ${ui[key][plural.select(number)] ?? ui[key].other}`;

  /** Make an element: properties beginning with "on" listen, the rest are attributes; strings become text. */
  const el = (tag, properties = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
    return element;
  };

  /** Make an SVG element of attributes only. */
  const svg = (tag, attributes, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };

  /** Let through addresses of the web, whole and well-formed; anything else is no link. */
  const safeUrl = (address) => {
    try {
      const url = new URL(address);
      return url.protocol === "https:" || url.protocol === "http:" ? url.href : "";
    } catch {
      return "";
    }
  };

  /** Drop case and accents, so that "Différence" is found by "difference". */
  const ASCII = /^[\x00-\x7f]*$/;
  const fold = (text) => (ASCII.test(text) ? text : text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'")).toLowerCase();

  // By the length of what is known: making one takes longer than the rest of a row.
  const calendars = {};
  /** Write a full or partial ISO date in the reader's language. */
  const day = (iso) => {
    const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(iso ?? "");
    if (!parts) return iso || ui.undated;
    const style = { timeZone: "UTC", year: "numeric", month: parts[2] && "short", day: parts[3] && "numeric" };
    const calendar = (calendars[iso.length] ??= new Intl.DateTimeFormat(language, style));
    return calendar.format(Date.UTC(+parts[1], (parts[2] ?? 1) - 1, parts[3] ?? 1));
  };

  globalThis.laborgraph = { page, ui, language, say, count, el, svg, safeUrl, fold, day };
})();
