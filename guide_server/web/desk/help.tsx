import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { SHORTCUTS } from "./shortcuts";
import { say } from "./texts";

export const helpOpen = signal(false);

/** The help sheet, drawn from the list by which the keys are bound. */
export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpOpen.value;
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  const close = (): void => {
    helpOpen.value = false;
  };
  return (
    <dialog ref={dialog} class="help card" aria-labelledby="help-heading" onClose={close}>
      <h2 id="help-heading">{say.value("help.heading")}</h2>
      <dl class="help__keys">
        {SHORTCUTS.map(({ id, label }) => (
          <div key={id}>
            <dt>
              <kbd>{label}</kbd>
            </dt>
            <dd>{say.value(`help.${id}`)}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={close}>
        {say.value("help.close")}
      </button>
    </dialog>
  );
}
