// The comparison of teams in Plotly. A page that has it contains, for the lines in the figure:
//
//   <div class="compare" data-figure="{{ figure }}" data-plotly="{{ asset('plotly.js') }}">
//     <ul class="compare__lines" aria-label="Lijnen in de grafiek" hidden>
//       <li><button class="compare__line" type="button" aria-pressed="true">{{ sample(0) }} Team Noord</button></li>
//     </ul>
//     <div class="compare__chart" aria-hidden="true" hidden></div>
//     <p class="compare__note" role="status" hidden></p>
//   </div>
//
// with one button a line, in the order of the figure, and beside it small radars and a table: those
// are there without script too, on paper, and for who cannot see the chart.

const NEAR = "400px";
const NARROW = matchMedia("(max-width: 36em)");
const CONFIG = {
  displayModeBar: false,
  displaylogo: false,
  doubleClick: false,
  locale: "nl",
  responsive: true,
  scrollZoom: false,
  showSendToCloud: false,
  showTips: false,
};

export function compareTeams() {
  for (const place of document.querySelectorAll("[data-figure]")) new Comparison(place);
}

class Comparison {
  constructor(place) {
    this.place = place;
    this.chart = place.querySelector(".compare__chart");
    this.lines = place.querySelector(".compare__lines");
    this.buttons = [...this.lines.querySelectorAll("button")];
    this.buttons.forEach((button, line) => button.addEventListener("click", () => this.toggle(button, line)));
    this.show(true);
    const near = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      this.draw().catch(() => this.show(false));
    }, { rootMargin: NEAR });
    near.observe(this.chart);
  }

  async draw() {
    this.chart.textContent = "De grafiek komt eraan …";
    const { data, layout } = JSON.parse(this.place.dataset.figure);
    const plotly = await load(this.place.dataset.plotly);
    data.forEach((trace, line) => { trace.visible = this.wanted(line); });
    this.chart.textContent = "";
    // The buttons are the legend: Plotly's own cannot be reached with the keyboard.
    await plotly.newPlot(this.chart, data, { ...layout, showlegend: false }, CONFIG);
    this.plotly = plotly;
    this.hearTaps();
    const { narrow } = layout.meta;
    const wide = { margin: layout.margin, "polar.angularaxis.ticktext": layout.polar.angularaxis.ticktext };
    const fit = () => plotly.relayout(this.chart, structuredClone(NARROW.matches ? narrow : wide));
    NARROW.addEventListener("change", fit);
    if (NARROW.matches) await fit();
  }

  // A tap moves no mouse over the chart, so Plotly keeps the value to itself; and the click that it
  // makes of a tap does not know where that was.
  hearTaps() {
    let tap;
    this.chart.addEventListener("pointerup", (event) => { tap = event.pointerType === "mouse" ? undefined : event; });
    this.chart.addEventListener("click", () => tap && this.plotly.Fx.hover(this.chart, tap, "polar"));
  }

  wanted(line) {
    return this.buttons[line]?.getAttribute("aria-pressed") !== "false";
  }

  toggle(button, line) {
    button.setAttribute("aria-pressed", String(!this.wanted(line)));
    this.plotly?.restyle(this.chart, { visible: this.wanted(line) }, [line]);
  }

  show(drawn) {
    const note = this.place.querySelector(".compare__note");
    this.chart.hidden = !drawn;
    this.lines.hidden = !drawn;
    note.hidden = drawn;
    if (!drawn) note.textContent = "De grafiek wilde niet laden. De kleine figuren en de tabel laten hetzelfde zien.";
  }
}

let loading;

function load(address) {
  loading ??= new Promise((resolve, reject) => {
    lendStylesheet();
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("Plotly did not load"));
    document.head.append(script);
  });
  return loading;
}

// Plotly writes its rules in the element with this id, or makes a <style> that our policy refuses.
// Rules that script adds to a sheet that is already there need no exception in the policy.
function lendStylesheet() {
  document.querySelector('link[rel="stylesheet"]').id ||= "plotly.js-style-global";
}
