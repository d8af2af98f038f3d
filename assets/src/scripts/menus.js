/** Closes an open menu of the header by Escape, or by a press or a focus elsewhere. */
export function closeMenus() {
  const menus = () => document.querySelectorAll(".app-account[open]");
  const closeOthers = (event) => menus().forEach((menu) => menu.contains(event.target) || menu.removeAttribute("open"));
  document.addEventListener("click", closeOthers);
  document.addEventListener("focusin", closeOthers);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menus().forEach((menu) => {
      menu.removeAttribute("open");
      menu.querySelector("summary")?.focus();
    });
  });
}
