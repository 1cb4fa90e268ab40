import { guardForms } from "./autosave.js";
import { keyTools } from "./key.js";

for (const part of document.querySelectorAll("[data-script]")) part.hidden = false;
guardForms(document.querySelectorAll("form"));
keyTools();
