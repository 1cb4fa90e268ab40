import { guardForms } from "./autosave.js";
import { compareTeams } from "./compare.js";
import { keyTools } from "./key.js";

for (const part of document.querySelectorAll("[data-script]")) part.hidden = false;
guardForms(document.querySelectorAll("form"));
keyTools();
compareTeams();
