// Saves a form while somebody fills it in. One save at a time, each with the whole form, so that
// a save that got lost is made good by the next, and two saves never make two people.

const TYPING_PAUSE = 900;
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
    this.tries = 0;
    this.timer = undefined;
    this.progress = progressOf(form);
    form.addEventListener("change", (event) => this.touched(event.target, 0));
    form.addEventListener("input", (event) => {
      if (event.target.matches("textarea, input[type=text]")) this.touched(event.target, TYPING_PAUSE);
    });
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("pageshow", () => { this.leaving = false; });
    addEventListener("online", () => this.changed && this.soon(0));
    addEventListener("pagehide", () => { if (this.changed && !this.leaving) this.send({ keepalive: true }); });
    addEventListener("beforeunload", (event) => {
      if (this.changed && !this.leaving && this.tries > 0) event.preventDefault();
    });
  }

  touched(field, pause) {
    if (!field.name || field.type === "file") return;
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
    } else if (navigator.onLine) {
      this.changed = false;
      this.leaving = true;
    }
  }

  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  send(options = {}) {
    return fetch(this.form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(this.form)),
      headers: { "X-Bewaar": "1" },
      redirect: "manual",
      ...options,
    });
  }

  async save() {
    if (this.saving || this.leaving) return;
    this.saving = true;
    this.changed = false;
    try {
      await this.heard(await this.send());
    } catch {
      this.again("Geen verbinding. Wat je invulde, staat nog op deze pagina. We proberen het zo opnieuw.");
    } finally {
      this.saving = false;
    }
    if (this.submitter !== undefined) {
      const submitter = this.submitter;
      this.submitter = undefined;
      this.form.requestSubmit(submitter);
    } else if (this.changed && !this.tries) {
      this.soon(0);
    }
  }

  async heard(response) {
    if (response.ok) {
      this.tries = 0;
      this.rebase((await response.json()).bases ?? {});
      tell(this.form, this.changed ? "" : "Bewaard");
      return;
    }
    const json = response.headers.get("Content-Type")?.startsWith("application/json");
    const { melding: words, bases = {} } = json ? await response.json() : {};
    this.rebase(bases);
    if (response.status === 503) {
      this.again(words);
    } else {
      this.changed = true;
      this.tries = 1;
      tell(this.form, words ?? "Dit is nog niet bewaard. Druk op de knop om te zien waarom.", true);
    }
  }

  again(words) {
    this.changed = true;
    tell(this.form, words, true);
    const wait = RETRY_AFTER[Math.min(this.tries, RETRY_AFTER.length - 1)];
    this.tries += 1;
    this.soon(wait * (0.75 + Math.random() / 2));
  }

  rebase(bases) {
    for (const [name, value] of Object.entries(bases)) {
      if (this.form.elements[name]) this.form.elements[name].value = value;
    }
  }
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
