// What axe does not see: things on top of each other, cut off, too small to hit. Returns the faults.
() => {
  const faults = [];
  const name = (element) => {
    const words = (element.value || element.textContent || "").trim().replace(/\s+/g, " ");
    const kind = element.tagName.toLowerCase() + (element.id ? `#${element.id}` : "");
    return `${kind} “${words.slice(0, 50)}”`;
  };
  const hiddenForEyes = (element) => element.closest(".visually-hidden, .print-only") !== null;
  const visible = (element) =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !hiddenForEyes(element) && !element.closest(".utrecht-skip-link");

  const wide = document.documentElement.scrollWidth - innerWidth;
  if (wide > 0) faults.push(`the page scrolls sideways by ${wide} px`);

  const all = [...document.body.querySelectorAll("*")].filter(visible);
  const controls = all.filter((e) => e.matches("a[href], button, input, textarea, select, summary"));

  // One box per line of text of each text node; letters are smaller than the line's box.
  const texts = all.flatMap((element) => [...element.childNodes]
    .filter((node) => node.nodeType === 3 && node.textContent.trim())
    .flatMap((node) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      return [...range.getClientRects()].map((r) => ({
        element, node, left: r.left + 1, right: r.right - 1,
        top: r.top + r.height * 0.2, bottom: r.bottom - r.height * 0.2,
      }));
    }));
  const boxes = controls.map((element) => {
    const r = element.getBoundingClientRect();
    return { element, left: r.left + 1, right: r.right - 1, top: r.top + 1, bottom: r.bottom - 1 };
  }).filter(({ element }) => getComputedStyle(element).display !== "inline");

  const overlap = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const related = (a, b) => a.contains(b) || b.contains(a);
  const ownLabel = (field, element) => [...(field.labels ?? [])].some((l) => l.contains(element));
  const clear = (a, b) => !overlap(a, b) || (a.node && a.node === b.node);

  for (const [place, text] of texts.entries()) {
    if (text.left < 0 || text.right > innerWidth) {
      if (!text.element.closest(".table-scroll")) faults.push(`runs off the page: ${name(text.element)}`);
    }
    for (const other of texts.slice(place + 1)) {
      if (!clear(text, other)) faults.push(`${name(text.element)} lies over ${name(other.element)}`);
    }
    for (const box of boxes) {
      if (clear(text, box) || related(text.element, box.element)) continue;
      if (!ownLabel(box.element, text.element)) faults.push(`${name(text.element)} lies over ${name(box.element)}`);
    }
  }
  for (const [place, box] of boxes.entries()) {
    for (const other of boxes.slice(place + 1)) {
      if (!clear(box, other) && !related(box.element, other.element)) faults.push(`${name(box.element)} lies over ${name(other.element)}`);
    }
  }

  const scrolls = (element) => element.closest(".table-scroll, textarea, input, svg, progress");
  const written = new Set(texts.map(({ element }) => element));
  for (const element of all.filter((e) => e.clientWidth > 0 && written.has(e) && !scrolls(e))) {
    const style = getComputedStyle(element);
    if (element.scrollWidth > element.clientWidth + 1) faults.push(`cut off or sticking out: ${name(element)}`);
    if (style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1) faults.push(`cut off below: ${name(element)}`);
  }

  const inSentence = (element) => getComputedStyle(element).display === "inline" &&
    element.parentElement.textContent.trim() !== element.textContent.trim();
  for (const element of controls.filter((e) => !inSentence(e))) {
    const r = element.getBoundingClientRect();
    const label = element.labels?.[0]?.getBoundingClientRect();
    const small = (box) => !box || box.width < 24 || box.height < 24;
    if (small(r) && small(label)) faults.push(`target of ${Math.round(r.width)} × ${Math.round(r.height)} px: ${name(element)}`);
  }
  return [...new Set(faults)];
}
