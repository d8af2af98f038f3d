import htmx from "htmx.org";

const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;
/** A long text is saved while it is being typed, once the typing rests. */
const TYPING_REST = 4_000;
/** An ordinary submission waits that long, at most, for a save under way: both carry the draft's revision. */
const PATIENCE = 3_000;

/** The controls of a form that answer one question: those of the same name. */
const namesakes = (form, name) => [...form.elements].filter((control) => control.name === name);
const isAnswer = (control) => control.name?.startsWith("/") && control.type !== "file";

/**
 * Saves the answers of a form as they change. What is sent is only what changed; what comes back is the parts of
 * the page that changed with it. A control that holds something not yet saved is marked, and is never drawn again.
 */
export function autosave(form) {
  const unsaved = new Set();
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
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (sending && !submitted) {
      event.preventDefault();
      submitted = true;
      await Promise.race([sending, pause(PATIENCE)]);
      form.requestSubmit(event.submitter);
    }
    submitted = true;
  });
  // A page taken back from the browser's memory saves again.
  window.addEventListener("pageshow", () => (submitted = false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && unsaved.size > 0) send({ keepalive: true });
  });

  function send(options) {
    if (sending || submitted || unsaved.size === 0) return;
    sending = exchange(options).finally(() => (sending = null));
  }

  async function exchange(options) {
    const names = [...unsaved];
    unsaved.clear();
    const sent = names.map((name) => [name, valuesOf(form, name)]);
    try {
      const response = await fetch(form.action || location.href, request(form, sent, options));
      const text = await response.text();
      if (response.status === 401 || response.status === 403 || response.redirected) throw new SignedOut();
      if (response.ok || response.status === 409) await draw(form, text, response.ok ? sent : [], unsaved);
      if (!response.ok) throw new Error(`answer ${response.status}`);
      wait = FIRST_WAIT;
      if (unsaved.size > 0 && !submitted) later(TYPING_REST);
    } catch (error) {
      names.forEach((name) => unsaved.add(name));
      if (submitted) return;
      say(error instanceof SignedOut ? "signedOut" : "failed");
      later(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }
}

class SignedOut extends Error {}

const pause = (delay) => new Promise((done) => setTimeout(done, delay));

/** What a question's controls would post now. */
function valuesOf(form, name) {
  return new FormData(form).getAll(name).filter((value) => typeof value === "string");
}

function request(form, answers, options = {}) {
  const body = new URLSearchParams({ _action: "autosave" });
  for (const name of ["_csrf", "_rev"]) body.append(name, form.elements[name]?.value ?? "");
  for (const [name, values] of answers) values.forEach((value) => body.append(name, value));
  return { method: "POST", body, headers: { "HX-Request": "true", Accept: "text/html" }, ...options };
}

/** Frees the controls whose answer is saved as it stands, then lets htmx put the parts in their places. */
async function draw(form, text, sent, unsaved) {
  for (const [name, values] of sent) {
    if (unsaved.has(name) || valuesOf(form, name).join("\0") !== values.join("\0")) continue;
    namesakes(form, name).forEach((control) => control.removeAttribute("data-unsaved"));
  }
  await htmx.swap({ text, sourceElement: form, target: form, swap: "none", request: {} });
}

function say(key) {
  const status = document.getElementById("autosave-status");
  if (!status) return;
  status.dataset.state = "failed";
  status.textContent = status.dataset[key] ?? "";
}
