// Plotly with what the comparison of teams draws and nothing else: no maps, no 3D, no other traces.
import Plotly from "plotly.js/lib/core";
import nl from "plotly.js/lib/locales/nl";
import scatterpolar from "plotly.js/lib/scatterpolar";

Plotly.register([scatterpolar, nl]);
window.Plotly = Plotly;
