import type { ComponentChildren } from "preact";

interface Choosing<T> {
  /** Of every box; `FormData.getAll` answers the chosen values. */
  name: string;
  legend: string;
  help: string;
  all: readonly T[];
  idOf: (item: T) => string;
  chosen: readonly string[];
  children: (item: T) => ComponentChildren;
}

/** A list to tick: each line a box and what `children` says beside it. */
export function Choices<T>({ name, legend, help, all, idOf, chosen, children }: Choosing<T>) {
  return (
    <>
      <fieldset class="languages">
        <legend>{legend}</legend>
        {all.map((item) => {
          const value = idOf(item);
          return (
            <label key={value} class="languages__choice">
              <input type="checkbox" name={name} value={value} defaultChecked={chosen.includes(value)} />
              {children(item)}
            </label>
          );
        })}
      </fieldset>
      <p class="help">{help}</p>
    </>
  );
}
