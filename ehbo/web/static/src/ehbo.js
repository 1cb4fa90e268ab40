import { guardForms } from "./autosave.js";
import { compareTeams } from "./compare.js";
import { completeYears } from "./dates.js";
import { growTexts } from "./grow.js";
import { keyTools } from "./key.js";

for (const part of document.querySelectorAll("[data-script]")) part.hidden = false;
completeYears();
guardForms(document.querySelectorAll("form"));
growTexts(document.querySelectorAll("textarea"));
keyTools();
compareTeams();
