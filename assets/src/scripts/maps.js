/**
 * Draws the maps of a part of the page. What they need is asked only where there is one, and then once; the text beside a
 * map does the same without.
 */
export function maps(scope) {
  for (const stage of scope.querySelectorAll("[data-map]")) {
    import(stage.dataset.map).then(({ show }) => show(stage)).catch(() => {});
  }
}
