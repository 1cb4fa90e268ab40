import { guardForms } from "./frame/autosave.js";
import { compareTeams } from "./team/compare.js";
import { completeYears } from "./frame/dates.js";
import { growTexts } from "./frame/grow.js";
import { keyTools } from "./person/key.js";

for (const part of document.querySelectorAll("[data-script]")) part.hidden = false;
completeYears();
guardForms(document.querySelectorAll("form"));
growTexts(document.querySelectorAll("textarea"));
keyTools();
compareTeams();
