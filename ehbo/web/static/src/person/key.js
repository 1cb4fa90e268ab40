// The key page: copy, print, and a key that came along behind the # of a link.

export function keyTools() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy)));
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.addEventListener("click", () => print());
  }
  fromLink();
}

async function copy(source) {
  const note = document.querySelector("[data-copied]");
  try {
    await navigator.clipboard.writeText(source.textContent.trim().replace(/\s+/g, "-"));
    note.textContent = "Gekopieerd. Plak hem op een plek die je terugvindt.";
  } catch {
    getSelection().selectAllChildren(source);
    note.textContent = "Kopiëren lukte niet vanzelf. De sleutel is nu geselecteerd: kopieer hem zelf.";
  }
}

// The key is filled in, not sent: a link from somebody else must not open their key unseen.
function fromLink() {
  const field = document.getElementById("key_or_code");
  const key = decoded(location.hash.slice(1));
  if (!field || key.length < 19) return;
  field.value = key;
  history.replaceState(null, "", location.pathname);
  field.form.querySelector("button").focus();
}

// Empty for a link that was cut off in the middle of a character.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
