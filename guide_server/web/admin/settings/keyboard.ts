const CONTROL = "button:not(:disabled), input, select, textarea";

/** Whoever works by keyboard goes on close by when `button` goes away with what it did. Call it as it is pressed. */
export function keepPlace(button: HTMLElement): void {
  const row = button.closest("li, tr, details");
  const beside = row?.nextElementSibling ?? row?.previousElementSibling ?? null;
  const part = button.closest("section");
  requestAnimationFrame(() => {
    if (button.isConnected) return;
    const near = [row, beside, part].find((place) => place?.isConnected === true);
    const wished = near === beside ? near?.querySelector<HTMLElement>("[data-away]") : null;
    (wished ?? near?.querySelector<HTMLElement>(CONTROL))?.focus();
  });
}
