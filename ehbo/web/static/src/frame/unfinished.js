// A browser gives "" for a date of which a part is missing. That is not empty: as long as it is not
// finished, what is saved of it goes along instead, so that the rest of its row can be saved.

const IN_PARTS = ["date", "datetime-local", "month", "number", "time", "week"];
const NOT_FINISHED = "Nog niet af: vul aan, of maak leeg.";

export const inParts = (field) => IN_PARTS.includes(field.type);

export class PartlyTyped {
  constructor(form) {
    this.form = form;
    this.fields = [...form.elements].filter((field) => field.name && inParts(field));
    // A page that was refused shows what was typed. What is saved it does not know: undefined.
    const known = form.dataset.autosave !== "refused";
    this.saved = new Map(this.fields.map((field) => [field, known ? field.defaultValue : undefined]));
    this.sent = new Map();
    this.refused = new Map();
  }

  // A year that is being typed is 0002, 0020 and 0202 first.
  withholds(field, leaving = false) {
    const { badInput, rangeUnderflow, rangeOverflow } = field.validity;
    const outside = rangeUnderflow || rangeOverflow;
    const typing = leaving || field === document.activeElement;
    return badInput || (outside && typing) || this.refused.get(field)?.value === field.value;
  }

  value(field, leaving) {
    return this.withholds(field, leaving) ? this.saved.get(field) : field.value;
  }

  get changed() {
    return this.fields.some((field) => !this.withholds(field, true) && this.differs(field));
  }

  differs(field) {
    return field.value !== (this.saved.get(field) ?? field.defaultValue);
  }

  // The form as it can be sent now. The server leaves what it does not get as it is.
  body(leaving = false) {
    const data = new FormData(this.form);
    for (const field of this.fields.filter((field) => this.withholds(field, leaving))) {
      const saved = this.saved.get(field);
      if (saved === undefined) data.delete(field.name);
      else data.set(field.name, saved);
    }
    return new URLSearchParams(data).toString();
  }

  keepAsDefault() {
    for (const field of this.fields) field.defaultValue = this.value(field, true) ?? field.defaultValue;
  }

  sending(leaving) {
    this.sent = new Map(this.fields.map((field) => [field, this.value(field, leaving)]));
  }

  // A date that clashed with another window is not saved: its base stays as it was.
  settled(bases) {
    for (const [field, value] of this.sent) {
      const base = `${field.name}_base`;
      if (!this.form.elements[base] || base in bases) this.saved.set(field, value);
    }
  }

  // Puts the words at their fields; whether there is something else to send from now on.
  refuse(faults) {
    let again = false;
    for (const [id, words] of Object.entries(faults)) {
      const field = document.getElementById(id);
      if (!this.form.contains(field)) continue;
      if (!inParts(field)) {
        say(field, words);
      } else if (field.value !== this.sent.get(field)) {
        again ||= !this.withholds(field);
      } else if (this.refused.get(field)?.value !== field.value) {
        this.refused.set(field, { value: field.value, words });
        say(field, words);
        again = true;
      }
    }
    return again;
  }

  touched(field) {
    if (!this.withholds(field)) {
      this.refused.delete(field);
      say(field, "");
    }
  }

  // Whether there is something to save or to say of a field that somebody leaves.
  left(field) {
    if (!this.saved.has(field)) return false;
    if (field.validity.badInput) say(field, NOT_FINISHED);
    return field.validity.badInput || this.differs(field);
  }

  // [what to say of a form that was saved, whether something was refused]
  note() {
    const left = this.fields.filter((field) => this.withholds(field));
    if (!left.length) return ["Bewaard", false];
    const names = left.map((field) => field.dataset.called ?? `“${field.labels[0]?.textContent.trim()}”`);
    const list = [names.slice(0, -1).join(", "), names.at(-1)].filter(Boolean).join(" en ");
    const refused = left.map((field) => this.refused.get(field)).filter(Boolean);
    if (left.length === 1 && refused.length) return [`Bewaard, behalve ${list}. ${refused[0].words}`, true];
    const state = refused.length ? "niet goed" : "niet af";
    return [`Bewaard, behalve ${list}: die ${left.length > 1 ? "zijn" : "is"} nog ${state}.`, refused.length > 0];
  }
}

// Words at a field, as the server's own macro field_error puts them; none take them away.
function say(field, words) {
  const id = `${field.id}-error`;
  const line = document.getElementById(id) ?? document.createElement("p");
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  if (words) described.push(id);
  attribute(field, "aria-describedby", described.join(" "));
  attribute(field, "aria-invalid", words && "true");
  field.closest(".utrecht-form-field")?.classList.toggle("utrecht-form-field--invalid", Boolean(words));
  if (!words) return line.remove();
  line.className = "utrecht-form-field-error-message";
  line.id = id;
  line.replaceChildren(span("Fout: ", "visually-hidden"), span(words, ""));
  field.before(line);
}

function attribute(field, name, value) {
  if (value) field.setAttribute(name, value);
  else field.removeAttribute(name);
}

function span(words, className) {
  const made = document.createElement("span");
  made.className = className;
  made.textContent = words;
  return made;
}
