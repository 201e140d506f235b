import { useEffect, useRef } from "preact/hooks";
import type { Room } from "./room";
import { type Group, labelOf, SHORTCUTS } from "./shortcuts";
import { say } from "./texts";

const GROUPS: readonly Group[] = ["ring", "call", "panels", "picture", "after", "status", "desk"];

/** The help sheet, drawn from the list by which the keys are bound. */
export function Help({ room }: { room: Room }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = room.help.value;
  useEffect(() => {
    if (open && dialog.current?.open === false) dialog.current.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  const close = (): void => {
    room.help.value = false;
  };
  return (
    <dialog ref={dialog} class="sheet-dialog help card" aria-labelledby="help-heading" onClose={close}>
      <header class="sheet-dialog__head">
        <h2 id="help-heading">{say.value("help.heading")}</h2>
        <button type="button" class="button" onClick={close}>
          {say.value("help.close")}
        </button>
      </header>
      <div class="help__groups">
        {GROUPS.map((group) => (
          <section key={group} aria-labelledby={`help-${group}`}>
            <h3 id={`help-${group}`}>{say.value(`help.group.${group}`)}</h3>
            <dl class="help__keys">
              {SHORTCUTS.filter((shortcut) => shortcut.group === group).map(({ id }) => (
                <div key={id}>
                  <dt>
                    <kbd>{labelOf(id)}</kbd>
                  </dt>
                  <dd>{say.value(`help.${id}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
