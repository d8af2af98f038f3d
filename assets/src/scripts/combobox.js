import Combobox from "@github/combobox-nav";

/** The list is asked once the typing rests. */
const TYPING_REST = 150;
/** Choices of the page that are shown at once. */
const SHOWN = 50;

const known = new WeakMap();

/**
 * Turns the inputs that search an official list, and the long lists of a page, into comboboxes (WAI-ARIA APG, list
 * autocomplete with manual selection). The control of the page stays where it is and holds the answer: what is typed
 * without choosing is kept, and everything works without this.
 */
export function comboboxes(scope) {
  for (const control of scope.querySelectorAll("[data-combobox]")) {
    // A part of the page that was drawn again has lost what stood beside its control.
    if (known.get(control)?.isConnected) continue;
    known.set(control, control.tagName === "SELECT" ? searchSelect(control) : searchServer(control));
  }
}

function searchServer(input) {
  const address = input.dataset.combobox;
  const ask = async (typed, signal, more = {}) => {
    const query = new URLSearchParams({ lang: document.documentElement.lang, q: typed, ...more });
    if ("reference" in input.dataset) query.set("champ", input.name);
    const response = await fetch(`${address}?${query}`, { signal, headers: { Accept: "application/json" } });
    return response.ok ? response.json() : [];
  };
  if ("reference" in input.dataset) return searchReference(input, ask);
  if (input.dataset.place === "adresses") return searchAddress(input, ask);
  if (input.dataset.place === "communes") return searchPlace(input, ask);
  // What a list that only suggests does not know is no mistake.
  return suggest(input, input, ask, () => changed(input), !("place" in input.dataset));
}

/**
 * An entry of an outside list: two may be called the same, so that what is chosen is posted beside what is typed, until
 * something else is typed.
 */
function searchReference(input, ask) {
  let chosen = null;
  const forget = () => {
    chosen?.remove();
    chosen = null;
  };
  input.addEventListener("input", forget);
  const choose = (value) => {
    forget();
    chosen = document.createElement("input");
    Object.assign(chosen, { type: "hidden", name: input.name, value });
    input.after(chosen);
    changed(input);
  };
  return suggest(input, input, ask, choose);
}

/** Characters from which an address can be searched. */
const ADDRESS_LENGTH = 3;

/** The street of a postal address: choosing a whole address fills the other parts too. */
function searchAddress(input, ask) {
  const part = (name) => input.form?.elements.namedItem(input.name.replace(/[^/]+$/, name));
  const find = async (typed, signal) => {
    if (typed.length < ADDRESS_LENGTH) return [];
    const found = await ask(typed, signal, { pays: part("country")?.value ?? "" });
    return found.map(({ label, ...parts }) => ({ label, value: JSON.stringify(parts) }));
  };
  const choose = (value) => {
    for (const [name, text] of Object.entries(JSON.parse(value))) {
      const control = part(name);
      if (!control) continue;
      control.value = text;
      changed(control);
    }
  };
  return suggest(input, input, find, choose, false);
}

/** The commune of a postal address: with its postal code, which stands in an input of its own. */
function searchPlace(input, ask) {
  const code = input.form?.elements.namedItem(input.name.replace(/[^/]+$/, "postal_code"));
  const find = async (typed, signal) => {
    const near = code?.value.trim() ? await ask(`${code.value} ${typed}`, signal) : [];
    return near.length > 0 ? near : ask(typed, signal);
  };
  const choose = (value) => {
    const postalCode = value.split("|")[1];
    input.value = input.value.replace(/ \([^()]*\)$/, "");
    changed(input);
    if (code && postalCode && code.value !== postalCode) {
      code.value = postalCode;
      changed(code);
    }
  };
  // An address may be abroad: what the list does not know is no mistake.
  return suggest(input, input, find, choose, false);
}

/** The list of choices is hidden, still posted; an input before it searches it. */
function searchSelect(select) {
  const options = [...select.options].filter((option) => option.value);
  const entries = options.map((option) => ({
    value: option.value,
    label: option.label,
    hint: option.closest("optgroup")?.label,
    words: folded(option.label),
  }));
  const shown = () => (select.value ? select.selectedOptions[0].label : "");
  const input = document.createElement("input");
  Object.assign(input, { type: "text", id: `${select.id}-search`, value: shown(), disabled: select.disabled, spellcheck: false });
  input.className = select.className.replaceAll("govuk-select", "govuk-input");
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
  }
  document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.setAttribute("for", input.id);
  select.classList.add("govuk-visually-hidden");
  select.setAttribute("aria-hidden", "true");
  select.tabIndex = -1;
  // The link of an error leads to the control that is posted.
  select.addEventListener("focus", () => input.focus());
  select.before(input);
  const choose = (value) => {
    if (select.value !== value) {
      select.value = value;
      changed(select);
    }
    input.value = shown();
  };
  input.addEventListener("change", () => {
    const typed = folded(input.value);
    const named = entries.filter((entry) => entry.words === typed);
    choose(typed === "" ? "" : (named.length === 1 ? named[0].value : select.value));
  });
  const find = async (typed) => {
    const words = folded(typed).split(" ");
    return entries.filter((entry) => words.every((word) => ` ${entry.words}`.includes(` ${word}`))).slice(0, SHOWN);
  };
  return suggest(input, select, find, choose);
}

/** Opens a list under an input as one types. Gives the list, which lives as long as what was built. */
function suggest(input, control, find, choose, tellsNothing = true) {
  const list = document.createElement("ul");
  Object.assign(list, { id: `${input.id}-list`, className: "app-suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", control.dataset.found);
  const status = document.createElement("div");
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  if (!input.autocomplete) input.autocomplete = "off";
  const combobox = new Combobox(input, list, { tabInsertsSuggestions: false });
  let [timer, asking] = [null, null];

  const stopAsking = () => {
    clearTimeout(timer);
    asking?.abort();
  };
  const hide = () => {
    if (!list.hidden) combobox.stop();
    list.hidden = true;
  };
  const close = () => {
    stopAsking();
    hide();
  };
  // The former list stays until the next one is there: keys pressed meanwhile go to what is seen.
  const open = async () => {
    stopAsking();
    const typed = input.value.trim();
    asking = new AbortController();
    const found = await find(typed, asking.signal).catch(() => null);
    if (found?.length === 0 && !tellsNothing) return hide();
    if (!found || typed !== input.value.trim() || document.activeElement !== input || !list.isConnected) return;
    hide();
    list.replaceChildren(...(found.length > 0 ? found.map(option) : [nothing(control.dataset.none)]));
    list.hidden = false;
    combobox.start();
    status.textContent = found.length > 0 ? `${control.dataset.found} ${found.length}` : control.dataset.none;
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim() === "") close();
    else timer = setTimeout(open, TYPING_REST);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" && list.hidden) {
      event.preventDefault();
      open();
    }
  });
  input.addEventListener("blur", close);
  // A press on the list leaves the focus in the input.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("combobox-commit", (event) => {
    input.value = event.target.dataset.label;
    close();
    status.textContent = input.value;
    choose(event.target.dataset.value);
  });
  return list;
}

function option({ value, label, hint }) {
  const item = document.createElement("li");
  item.setAttribute("role", "option");
  Object.assign(item.dataset, { value, label });
  item.append(label);
  if (hint) {
    const beside = document.createElement("span");
    beside.className = "app-suggestions__hint";
    beside.textContent = hint;
    item.append(" ", beside);
  }
  return item;
}

function nothing(text) {
  const item = document.createElement("li");
  item.setAttribute("role", "option");
  item.setAttribute("aria-disabled", "true");
  item.textContent = text;
  return item;
}

/** Tells the form, which saves answers as they change. */
function changed(control) {
  control.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Without accents, capitals nor signs. */
export function folded(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}
