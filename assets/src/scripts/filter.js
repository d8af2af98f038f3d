import { folded } from "./combobox.js";

/** The count of what is left is told once the typing rests. */
const TYPING_REST = 500;

let count = 0;

/** Puts before a long list of boxes an input that leaves those whose label holds what is typed, and those that are ticked. */
export function filters(scope) {
  for (const list of scope.querySelectorAll("[data-filter]")) {
    // A part of the page that was drawn again has lost what stood before its list.
    if (!list.previousElementSibling?.classList.contains("app-filter")) list.before(filter(list));
  }
}

function filter(list) {
  const items = [...list.querySelectorAll(".govuk-checkboxes__item")];
  const words = items.map((item) => folded(item.textContent));
  const box = document.createElement("div");
  box.className = "app-filter";
  const [label, input, status] = ["label", "input", "div"].map((name) => document.createElement(name));
  Object.assign(input, { type: "text", id: `filter-${++count}`, className: "govuk-input", autocomplete: "off", spellcheck: false });
  Object.assign(label, { htmlFor: input.id, className: "govuk-label", textContent: list.dataset.filter });
  status.className = "govuk-visually-hidden";
  status.setAttribute("role", "status");
  box.append(label, input, status);
  let timer = null;

  input.addEventListener("input", (event) => {
    event.stopPropagation();
    const typed = folded(input.value).split(" ").filter(Boolean);
    const left = items.filter((item, n) => {
      const fits = typed.every((word) => ` ${words[n]}`.includes(` ${word}`));
      item.hidden = !fits && !item.querySelector("input").checked;
      return fits;
    });
    for (const group of list.querySelectorAll("fieldset")) {
      group.hidden = !group.querySelector(".govuk-checkboxes__item:not([hidden])");
    }
    clearTimeout(timer);
    timer = setTimeout(() => (status.textContent = left.length > 0 ? String(left.length) : list.dataset.none), TYPING_REST);
  });
  // It is no answer: neither saved nor a reason to send the page.
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  return box;
}
