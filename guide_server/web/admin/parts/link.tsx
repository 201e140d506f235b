import type { ComponentChildren } from "preact";
import type { AdminModel } from "../model";
import type { Place } from "../place";

interface LinkTo {
  model: AdminModel;
  to: Place;
  class?: string;
  current?: boolean;
  label?: string;
  children: ComponentChildren;
}

/** A link within the page: with an address, so that it opens in a new tab as well. */
export function Link({ model, to, class: name = "", current = false, label, children }: LinkTo) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    model.go(to);
  };
  return (
    <a
      class={name}
      href={model.addressOf(to)}
      onClick={follow}
      {...(current && { "aria-current": "page" as const })}
      {...(label !== undefined && { "aria-label": label })}
    >
      {children}
    </a>
  );
}
