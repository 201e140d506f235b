/** A form that wishes for one thing: what is amiss stands above its fields, and it goes when the wish is granted. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { say } from "../texts";
import { faultText } from "./attempt";

interface Wishing<Wish> {
  title: string;
  submit: string;
  /** Said where a field is not as it must be, or `read` finds no wish in the form. */
  incomplete: string;
  read: (given: FormData) => Wish | null;
  save: (wish: Wish) => Promise<void>;
  cancel: () => void;
  children: ComponentChildren;
}

export function WishForm<Wish>({ title, submit, incomplete, read, save, cancel, children }: Wishing<Wish>) {
  const form = useRef<HTMLFormElement>(null);
  const fault = useSignal<string | null>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>("input")?.focus(), []);
  const send = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const wish = event.currentTarget.checkValidity() ? read(new FormData(event.currentTarget)) : null;
    if (wish === null) {
      fault.value = incomplete;
      return;
    }
    void save(wish).catch((refused: unknown) => {
      fault.value = faultText(refused);
    });
  };
  return (
    <form ref={form} class="guide-form card" onSubmit={send} noValidate>
      <h3>{title}</h3>
      <div role="alert">{fault.value !== null && <p class="notice notice--danger">{fault.value}</p>}</div>
      {children}
      <div class="guide-form__foot">
        <button type="submit" class="button button--primary">
          {submit}
        </button>
        <button type="button" class="button" onClick={cancel}>
          {say.value("guides.cancel")}
        </button>
      </div>
    </form>
  );
}

interface Folded {
  label: string;
  primary?: boolean;
  children: (close: () => void) => ComponentChildren;
}

/** A button in whose place the form comes. */
export function Folded({ label, primary = false, children }: Folded) {
  const open = useSignal(false);
  if (open.value)
    return children(() => {
      open.value = false;
    });
  return (
    <p>
      <button
        type="button"
        class={primary ? "button button--primary" : "button"}
        onClick={() => {
          open.value = true;
        }}
      >
        {label}
      </button>
    </p>
  );
}
