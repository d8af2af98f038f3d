import htmx from "htmx.org";

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;
/** A long text is saved while it is being typed, once the typing rests. */
const TYPING_REST = 4_000;
/** An ordinary submission waits that long, at most, for a save under way. */
const PATIENCE = 3_000;
/** A save that takes longer is told. */
const SLOW = 1_000;
/** Browsers carry that much, in characters, after a page that is left. */
const CARRIED = 60_000;

/** The controls of a form that answer one question: those of the same name. */
const namesakes = (form, name) => [...form.elements].filter((control) => control.name === name);
const isAnswer = (control) => /^[/#]/.test(control.name ?? "") && control.type !== "file";
const hasFiles = (form) => [...form.elements].some((control) => control.type === "file" && control.value !== "");

/**
 * Saves the answers of a form as they change. What is sent is only what changed; what comes back is the parts of
 * the page that changed with it. A control that holds something not yet saved is marked, and is never drawn again.
 */
export function autosave(form) {
  const unsaved = new Set();
  /** The page shows a draft that is not the last: it keeps its revision, and asks again. */
  let stale = false;
  /** The session has ended, and the server keeps apart what is sent. */
  let kept = false;
  let [sending, submitted, wait, timer] = [null, false, FIRST_WAIT, null];

  const note = (control) => {
    if (!isAnswer(control)) return false;
    unsaved.add(control.name);
    namesakes(form, control.name).forEach((each) => each.setAttribute("data-unsaved", ""));
    return true;
  };
  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  };
  form.addEventListener("change", (event) => note(event.target) && later(0));
  form.addEventListener("input", (event) => note(event.target) && later(TYPING_REST));
  form.addEventListener("focusout", () => stale && later(0));
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (inPlace(form, event.submitter)) {
      event.preventDefault();
      return act(event.submitter);
    }
    if (sending && !submitted) {
      event.preventDefault();
      submitted = true;
      await Promise.race([sending, pause(PATIENCE)]);
      form.requestSubmit(event.submitter);
    }
    submitted = true;
  });
  // A page taken back from the browser's memory saves again, and sees what became of the draft.
  window.addEventListener("pageshow", (event) => {
    submitted = false;
    stale ||= event.persisted;
    if (stale) later(0);
  });
  window.addEventListener("online", () => unsaved.size > 0 && later(0));
  document.addEventListener("visibilitychange", () => {
    // Even while a save is under way: it may not hold the last keystrokes.
    if (document.visibilityState === "hidden" && unsaved.size > 0 && !submitted) {
      const [earlier, names] = [sending, [...unsaved]];
      const sent = exchange();
      // The earlier one may come later: what stands is said once more, if the page lives on.
      if (earlier) Promise.all([earlier, sent]).then(() => names.forEach((name) => unsaved.add(name))).then(() => later(0));
    }
    // Back from another tab, where one may have signed in again.
    else if (document.visibilityState === "visible" && unsaved.size > 0) later(0);
  });
  window.addEventListener("beforeunload", (event) => {
    const fails = wait > FIRST_WAIT || request(form, answersOf(form, unsaved)).body.toString().length > CARRIED;
    if (unsaved.size > 0 && !submitted && !kept && fails) event.preventDefault();
  });
  function send() {
    if (sending || submitted || (unsaved.size === 0 && !stale)) return;
    sending = exchange().finally(() => (sending = null));
  }

  /** A button that changes rows, or chooses between two answers. */
  async function act(button) {
    form.setAttribute("aria-busy", "true");
    if (sending) await sending;
    const block = button.closest(".app-element");
    block.inert = true;
    sending = exchange(button.value).finally(() => (sending = null));
    const target = await sending;
    block.inert = false;
    form.removeAttribute("aria-busy");
    (target || (button.isConnected ? button : block.querySelector("input, select, textarea, button")))?.focus();
  }

  /** Sends what is not saved. Returns what the answer leads to, if anything. */
  async function exchange(action) {
    const names = [...unsaved];
    unsaved.clear();
    const sent = answersOf(form, names);
    const slow = setTimeout(() => say("saving"), SLOW);
    try {
      const response = await fetch(form.action || location.href, request(form, sent, action));
      const text = await response.text();
      if (response.status === 401) throw new SignedOut(text);
      if (response.status === 403 && (await renew(form))) throw new SignedIn();
      if (response.status === 403 || response.redirected) throw new SignedOut("");
      if (!response.ok) throw new Error(`answer ${response.status}`);
      free(form, sent, unsaved);
      const answer = new Answer(text);
      stale = answer.withhold(action !== undefined);
      await answer.draw(form);
      [wait, kept] = [FIRST_WAIT, false];
      if (unsaved.size > 0 && !submitted) later(TYPING_REST);
      return answer.focus && document.getElementById(answer.focus);
    } catch (error) {
      names.forEach((name) => unsaved.add(name));
      if (submitted) return null;
      kept = error instanceof SignedOut && error.text.includes("autosave-status");
      if (error instanceof SignedIn) return later(0);
      if (kept) await new Answer(error.text).draw(form);
      else say(error instanceof SignedOut ? "signedOut" : navigator.onLine ? "failed" : "offline");
      later(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      return null;
    } finally {
      clearTimeout(slow);
    }
  }
}

class SignedOut extends Error {
  constructor(text) {
    super();
    this.text = text;
  }
}

/** The same person, in another session: the page has the token of that one now. */
class SignedIn extends Error {}

/** The parts of a page that an update brings. */
class Answer {
  constructor(text) {
    this.template = document.createElement("template");
    this.template.innerHTML = text;
    this.focus = this.template.content.querySelector("#form-state")?.dataset.focus;
  }

  /**
   * Takes out what can't be drawn now: the rows of a block in which somebody writes would move under their hands. Then the
   * page keeps its revision, by which the server knows what it shows. Returns whether it does.
   */
  withhold(acted) {
    let stale = false;
    for (const part of [...this.template.content.children]) {
      const target = part.classList.contains("app-element") && document.getElementById(part.id);
      if (!target) continue;
      const isBusy = target.querySelector("[data-unsaved]") !== null;
      const isBlock = part.querySelector(".moj-add-another") !== null && target.querySelector(".moj-add-another") !== null;
      if (isBlock && (isBusy || (!acted && target.contains(document.activeElement)))) part.remove();
      else if (!isBusy) continue;
      stale = true;
    }
    if (stale) this.template.content.querySelector("#form-state")?.remove();
    return stale;
  }

  async draw(form) {
    const drawn = [...this.template.content.querySelectorAll(".app-element")].map((part) => part.id);
    await htmx.swap({ text: this.template.innerHTML, sourceElement: form, target: form, swap: "none", request: {} });
    // A control keeps what was typed, whatever its attributes say: here it is what the server drew.
    for (const id of drawn) {
      document.getElementById(id)?.querySelectorAll("[name]:not([data-unsaved])").forEach(reset);
    }
  }
}

function reset(control) {
  if (control.type === "radio" || control.type === "checkbox") control.checked = control.defaultChecked;
  else if (/^(INPUT|TEXTAREA)$/.test(control.tagName) && !/^(file|hidden)$/.test(control.type)) {
    if (control.value !== control.defaultValue) control.value = control.defaultValue;
  }
}

const pause = (delay) => new Promise((done) => setTimeout(done, delay));

/** Takes the token of the session that there is now, if it is the same person's. Returns whether it is another one. */
async function renew(form) {
  const page = await (await fetch(location.href, { headers: { Accept: "text/html" } })).text();
  const state = new DOMParser().parseFromString(page, "text/html").getElementById("form-state");
  const token = state?.querySelector("[name=_csrf]")?.value;
  const own = document.getElementById("form-state").dataset.account;
  if (!token || token === form.elements._csrf.value || state.dataset.account !== own) return false;
  form.elements._csrf.value = token;
  return true;
}

/** Whether a button's effect is drawn in the page: files that wait to be sent need a whole submission. */
const inPlace = (form, button) => button?.hasAttribute("data-in-place") && !hasFiles(form);

/** What a question's controls would post now. */
function valuesOf(form, name) {
  return new FormData(form).getAll(name).filter((value) => typeof value === "string");
}

const answersOf = (form, names) => [...names].map((name) => [name, valuesOf(form, name)]);

function request(form, answers, action = "autosave") {
  const body = new URLSearchParams({ _action: action });
  for (const name of ["_csrf", "_rev", "_page"]) body.append(name, form.elements[name]?.value ?? "");
  if (form.elements._unsaved) body.append("_unsaved", form.elements._unsaved.value);
  for (const [name, values] of answers) values.forEach((value) => body.append(name, value));
  const keepalive = body.toString().length < CARRIED;
  return { method: "POST", body, headers: { "HX-Request": "true", Accept: "text/html" }, keepalive };
}

/** Frees the controls whose answer is saved as it stands. */
function free(form, sent, unsaved) {
  for (const [name, values] of sent) {
    if (unsaved.has(name) || valuesOf(form, name).join("\0") !== values.join("\0")) continue;
    namesakes(form, name).forEach((control) => control.removeAttribute("data-unsaved"));
  }
}

function say(key) {
  const status = document.getElementById("autosave-status");
  if (!status) return;
  status.dataset.state = key === "saving" ? "" : "failed";
  status.textContent = status.dataset[key] ?? "";
}
