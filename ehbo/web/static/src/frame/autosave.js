// Saves a form while somebody fills it in. One save at a time, each with the whole form, so that
// a save that got lost is made good by the next, and two saves never make two people. The form:
//
//   <form method="post" action="…" data-autosave>         ="refused" on a page that comes back with faults
//     <input type="hidden" name="page_of" value="…">      whose page it is; empty for nobody yet
//     <input type="hidden" name="bases-0" value="…">      what the page was filled with, and its like
//     <textarea id="texts-0" name="texts-0">…</textarea>  any fields
//     <input type="date" … data-called="de datum bij …">  how a date is called that could not be saved
//     <button type="submit">Bewaar</button>
//     <p class="saved-note" role="status" aria-live="polite" data-saved-note></p>
//   </form>
//
// with, for a form of .likert statements, anywhere on the page what was answered in all:
//
//   <span data-answered>3</span>  <progress class="progress__bar" max="27" value="3"></progress>
//
// A save carries the header X-Autosave. Its answer is JSON: `bases`, the new values of hidden fields
// by their names; when it was refused also `message`, words for the note, `faults`, words by the id
// of a field, and `another`, whether the page is somebody else's by now. A status of 503 is tried
// again. Forms without data-autosave are only guarded against being sent twice.

import { completeYear } from "./dates.js";
import { PartlyTyped, inParts } from "./unfinished.js";

const TYPING_PAUSE = 900;
const LONGEST_WAIT = 15000;
// Browsers give all requests that may outlive their page 64 kB together: two of these fit.
const LONGEST_OUTLIVING = 30000;
const RETRY_AFTER = [3000, 8000, 20000];

export function guardForms(forms) {
  for (const form of forms) {
    if ("autosave" in form.dataset) new Autosave(form);
    guardSubmit(form);
  }
}

function guardSubmit(form) {
  let sent = 0;
  form.addEventListener("submit", (event) => {
    const twice = Date.now() - sent < 1500;
    if (twice || !navigator.onLine) event.preventDefault();
    if (!twice && !navigator.onLine) tell(form, "Geen verbinding. Wat je invulde, staat nog op deze pagina.", true);
    if (!event.defaultPrevented) sent = Date.now();
  });
  addEventListener("pageshow", () => { sent = 0; });
}

function tell(form, words, wrong = false) {
  const note = form.querySelector("[data-saved-note]");
  if (!note) return;
  note.classList.toggle("saved-note--error", wrong);
  if (note.textContent !== words) note.textContent = words;
}

class Autosave {
  constructor(form) {
    this.form = form;
    // Otherwise the browser puts the text back for whoever presses "back" after locking.
    form.autocomplete = "off";
    this.changed = false;
    this.saving = false;
    this.turn = 0;
    this.restored = "";
    this.tries = 0;
    this.timer = undefined;
    this.progress = progressOf(form);
    this.partly = new PartlyTyped(form);
    form.addEventListener("change", ({ target }) => {
      this.touched(target, inParts(target) && target === document.activeElement ? TYPING_PAUSE : 0);
    });
    // A browser says nothing of a date that is half new, or that loses its last part.
    form.addEventListener("focusout", ({ target }) => this.partly.left(target) && this.touched(target, 0));
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea, input[type=text]")) this.touched(event.target, TYPING_PAUSE);
    });
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("pageshow", (event) => this.shown(event.persisted));
    addEventListener("pagehide", (event) => this.hidden(event.persisted));
    addEventListener("online", () => this.changed && this.soon(0));
    addEventListener("beforeunload", (event) => {
      if (this.changed && !this.leaving && (this.tries > 0 || !outlives(this.partly.body(true)))) event.preventDefault();
    });
  }

  // What the browser put back by itself is saved, or taken away where the page is another's by now.
  // A page of nobody yet cannot tell whose that was: there it waits for a hand.
  shown(persisted) {
    this.leaving = this.gone = false;
    if (persisted) this.letGo();
    if (!this.form.elements.page_of?.value) return;
    if (!persisted && (this.changed || !putBack(this.form))) return;
    this.restored = persisted ? "page" : "fields";
    this.changed = true;
    this.progress?.();
    this.soon(0);
  }

  // WebKit resets a form without autocompletion when its page comes back: to what it held then.
  hidden(persisted) {
    completeYear(document.activeElement);
    if (persisted) for (const field of this.form.elements) keepAsDefault(field);
    if (persisted) this.partly.keepAsDefault();
    if ((this.changed || this.partly.changed) && !this.leaving) this.send(true).catch(() => {});
    this.gone = true;
  }

  // WebKit never ends a save that was under way when it put the page aside.
  letGo() {
    this.turn += 1;
    this.saving = false;
    this.submitter = undefined;
  }

  touched(field, pause) {
    if (!field.name || field.type === "file") return;
    this.restored = "";
    this.partly.touched(field);
    if (!this.tries) tell(this.form, "");
    this.changed = true;
    this.tries = 0;
    this.progress?.();
    this.soon(pause);
  }

  // A save under way may be bringing this person's key: the button waits for it.
  submitted(event) {
    clearTimeout(this.timer);
    if (this.saving) {
      event.preventDefault();
      this.submitter = event.submitter;
      tell(this.form, "Even wachten, we zijn nog aan het bewaren.");
    } else if (navigator.onLine) {
      this.changed = false;
      this.leaving = true;
    }
  }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  send(leaving = false) {
    const body = this.partly.body(leaving);
    this.partly.sending(leaving);
    return fetch(this.form.action, {
      method: "POST",
      body,
      headers: { "X-Autosave": "1", "Content-Type": "application/x-www-form-urlencoded" },
      redirect: "manual",
      keepalive: outlives(body),
      signal: AbortSignal.timeout?.(LONGEST_WAIT),
    });
  }

  async save() {
    if (this.saving || this.leaving) return;
    const turn = (this.turn += 1);
    this.saving = true;
    this.changed = false;
    try {
      const response = await inTime(this.send());
      if (turn === this.turn) await this.heard(response);
    } catch {
      if (turn !== this.turn) return;
      if (this.gone) this.changed = true;
      else this.again("Geen verbinding. Wat je invulde, staat nog op deze pagina. We proberen het zo opnieuw.");
    }
    if (turn !== this.turn) return;
    this.saving = false;
    if (this.submitter !== undefined) {
      const button = this.submitter ?? this.form.querySelector("[type=submit]");
      this.submitter = undefined;
      button.click();
    } else if (this.changed && !this.tries) {
      this.soon(0);
    }
  }

  async heard(response) {
    if (response.ok) {
      this.tries = 0;
      this.rebase((await response.json()).bases ?? {});
      // What came back with the page may be older than what is kept.
      if (this.changed || this.restored === "page") tell(this.form, "");
      else tell(this.form, ...this.partly.note());
      this.restored = "";
      return;
    }
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    const { message: words, bases = {}, faults = {}, another } = json ? await response.json() : {};
    if (another && this.restored) {
      this.takeAway();
      return;
    }
    if (Object.keys(bases).length) this.rebase(bases);
    if (this.partly.refuse(faults)) {
      this.changed = true;
      this.soon(0);
    } else if (response.status === 503) {
      this.again(words);
    } else {
      this.changed = true;
      this.tries = 1;
      tell(this.form, words ?? "Dit is nog niet bewaard. Druk op de knop om te zien waarom.", true);
    }
  }

  takeAway() {
    if (this.restored === "page") location.reload();
    this.form.reset();
    this.progress?.();
  }

  again(words) {
    this.changed = true;
    tell(this.form, words, true);
    const wait = RETRY_AFTER[Math.min(this.tries, RETRY_AFTER.length - 1)];
    this.tries += 1;
    this.soon(wait * (0.75 + Math.random() / 2));
  }

  rebase(bases) {
    this.partly.settled(bases);
    for (const [name, value] of Object.entries(bases)) {
      if (this.form.elements[name]) this.form.elements[name].value = value;
    }
  }
}

const outlives = (body) => body.length < LONGEST_OUTLIVING;
const inTime = (sent) =>
  Promise.race([sent, new Promise((_, refuse) => setTimeout(refuse, LONGEST_WAIT))]);
const ticked = (field) => ["radio", "checkbox"].includes(field.type);
const written = (field) => ["text", "textarea"].includes(field.type) || inParts(field);

function putBack(form) {
  return [...form.elements].some((field) =>
    ticked(field) ? field.checked !== field.defaultChecked : written(field) && field.value !== field.defaultValue);
}

function keepAsDefault(field) {
  if (ticked(field)) field.defaultChecked = field.checked;
  else if (written(field) && !inParts(field)) field.defaultValue = field.value;
}

function progressOf(form) {
  const count = document.querySelector("[data-answered]");
  const bar = document.querySelector(".progress__bar");
  if (!count || !form.querySelector(".likert")) return undefined;
  const checked = () => form.querySelectorAll(".likert__input:checked").length;
  const others = Number(count.textContent) - checked();
  return () => {
    count.textContent = others + checked();
    if (bar) bar.value = others + checked();
  };
}
