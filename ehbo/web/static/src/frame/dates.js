// Whoever types 27 for a year gets 0027 from the browser. It is filled in when they are done with
// the field, not before: 0027 may be on its way to 0271, and 0020 to 2027.

const SHORT_YEAR = /^00(?=\d\d-)/;

export function completeYears() {
  document.addEventListener("focusout", (event) => completeYear(event.target), true);
  // Tab goes to the calendar's own button first, which is still in the field.
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" || key === "Tab") completeYear(target);
  }, true);
}

export function completeYear(field) {
  if (field?.type !== "date" || !SHORT_YEAR.test(field.value)) return;
  field.value = field.value.replace(SHORT_YEAR, "20");
  field.dispatchEvent(new Event("change", { bubbles: true }));
}
