import type { ComponentChildren, RefObject } from "preact";
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

/** Moves rows that name their item in `data-item`, and keeps the keyboard with what it moves. */
export function useMoving(
  items: readonly string[],
  change: (items: readonly string[]) => void,
): [RefObject<HTMLElement | null>, (item: string, way: Way) => void] {
  const rows = useRef<HTMLElement>(null);
  const moved = useRef<{ item: string; way: Way } | null>(null);
  useLayoutEffect(() => {
    if (moved.current === null) return;
    const { item, way } = moved.current;
    moved.current = null;
    const row = [...(rows.current?.children ?? [])].find(
      (each) => each instanceof HTMLElement && each.dataset["item"] === item,
    );
    const wished = row?.querySelector<HTMLButtonElement>("[data-way]");
    const ways = wished?.parentElement;
    const same = ways?.querySelector<HTMLButtonElement>(`[data-way=${way}]:not(:disabled)`);
    (same ?? ways?.querySelector<HTMLButtonElement>("[data-way]:not(:disabled)"))?.focus();
  }, [items]);
  const move = (item: string, way: Way) => {
    moved.current = { item, way };
    change(movedIn(items, item, way));
  };
  return [rows, move];
}

/** A list that is put in order and thinned out by buttons. The keyboard stays with what it moves. */
export function OrderedList({ items, nameOf, change, remove, label, children }: Ordered) {
  const [rows, move] = useMoving(items, change);
  return (
    <ol ref={rows as RefObject<HTMLOListElement>} class="order" aria-label={label}>
      {items.map((item) => (
        <li key={item} class="order__row" data-item={item}>
          <span class="order__place">{items.indexOf(item) + 1}</span>
          <span class="order__what">{children(item)}</span>
          <span class="order__ways">
            <Moves of={nameOf(item)} item={item} items={items} move={move} />
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

interface BothWays {
  of: string;
  item: string;
  items: readonly string[];
  move: (item: string, way: Way) => void;
}

export function Moves({ of, item, items, move }: BothWays) {
  const place = items.indexOf(item);
  return (
    <>
      <Move way="up" of={of} disabled={place === 0} move={() => move(item, "up")} />
      <Move way="down" of={of} disabled={place === items.length - 1} move={() => move(item, "down")} />
    </>
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
