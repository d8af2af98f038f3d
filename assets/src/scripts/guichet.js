// The one script. Every page works without it; it only spares people a wait or a mistake.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { NotificationBanner } from "govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs";
import { PasswordInput } from "govuk-frontend/dist/govuk/components/password-input/password-input.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import "htmx.org";
import { autosave } from "./autosave.js";
import { comboboxes } from "./combobox.js";
import { filters } from "./filter.js";
import { maps } from "./maps.js";
import { closeMenus } from "./menus.js";

/** Starts the widgets of a part of the page. */
function start(scope) {
  for (const Widget of [Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, SkipLink]) {
    createAll(Widget, {}, { scope, onError: () => {} });
  }
  comboboxes(scope);
  filters(scope);
  maps(scope);
}

document.body.classList.add("js-enabled", "govuk-frontend-supported");
start(document);
document.addEventListener("htmx:after:swap", () => start(document));
document.querySelectorAll("form[data-autosave]").forEach(autosave);
closeMenus();
