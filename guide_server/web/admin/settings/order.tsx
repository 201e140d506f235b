import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import { say } from "../texts";
import { keepPlace } from "./keyboard";

interface Ordered {
  items: readonly string[];
  nameOf: (item: string) => string;
  change: (items: readonly string[]) => void;
  /** Called in place of `change` where taking away is more than leaving out of the list. */
  remove?: (item: string) => void;
  label: string;
  children: (item: string) => ComponentChildren;
}

type Way = "up" | "down";

/** A list that is put in order and thinned out by buttons. The keyboard stays with what it moves. */
export function OrderedList({ items, nameOf, change, remove, label, children }: Ordered) {
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef<{ item: string; way: Way } | null>(null);
  useLayoutEffect(() => {
    if (moved.current === null) return;
    const { item, way } = moved.current;
    moved.current = null;
    const row = [...(list.current?.children ?? [])].find(
      (each) => each instanceof HTMLElement && each.dataset["item"] === item,
    );
    const wished = row?.querySelector<HTMLButtonElement>(`[data-way=${way}]:not(:disabled)`);
    (wished ?? row?.querySelector<HTMLButtonElement>("[data-way]:not(:disabled)"))?.focus();
  }, [items]);
  const move = (item: string, way: Way) => {
    moved.current = { item, way };
    change(movedIn(items, item, way));
  };
  return (
    <ol ref={list} class="order" aria-label={label}>
      {items.map((item, index) => (
        <li key={item} class="order__row" data-item={item}>
          <span class="order__place">{index + 1}</span>
          <span class="order__what">{children(item)}</span>
          <span class="order__ways">
            <Move way="up" of={nameOf(item)} disabled={index === 0} move={() => move(item, "up")} />
            <Move
              way="down"
              of={nameOf(item)}
              disabled={index === items.length - 1}
              move={() => move(item, "down")}
            />
            <TakeAway
              of={nameOf(item)}
              away={() => (remove ?? ((gone) => change(items.filter((each) => each !== gone))))(item)}
            />
          </span>
        </li>
      ))}
    </ol>
  );
}

interface Moving {
  way: Way;
  of: string;
  disabled: boolean;
  move: () => void;
}

function Move({ way, of, disabled, move }: Moving) {
  return (
    <button
      type="button"
      class="button button--quiet settings__icon"
      data-way={way}
      disabled={disabled}
      aria-label={say.value(`settings.move_${way}`, { of })}
      onClick={move}
    >
      <Icon name={way} />
    </button>
  );
}

/** Takes one thing out of the draft. */
export function TakeAway({ of, away }: { of: string; away: () => void }) {
  return (
    <button
      type="button"
      class="button button--quiet settings__icon"
      data-away
      aria-label={say.value("settings.take_away", { of })}
      onClick={({ currentTarget }) => {
        keepPlace(currentTarget);
        away();
      }}
    >
      <Icon name="close" />
    </button>
  );
}

export function movedIn<T>(items: readonly T[], item: T, way: Way): readonly T[] {
  const from = items.indexOf(item);
  const to = from + (way === "up" ? -1 : 1);
  if (from < 0 || to < 0 || to >= items.length) return items;
  const rest = items.filter((_, index) => index !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
}
