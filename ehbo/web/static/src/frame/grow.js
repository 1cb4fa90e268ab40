// Fields as high as their text, for browsers in which a stylesheet cannot say so. On paper too.

export function growTexts(fields) {
  if (CSS.supports("field-sizing", "content")) return;
  const all = () => fields.forEach(grow);
  for (const field of fields) field.addEventListener("input", () => grow(field));
  addEventListener("beforeprint", all);
  addEventListener("resize", all);
  document.addEventListener("toggle", all, true);
  all();
}

function grow(field) {
  field.style.height = "auto";
  if (!field.scrollHeight) return;
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}
