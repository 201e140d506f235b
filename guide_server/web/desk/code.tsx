import type { ComponentChildren } from "preact";

interface Props {
  name: string;
  value: string;
  chosen: boolean;
  choose(): void;
  children: ComponentChildren;
}

/** One of several codes, of which one is chosen. */
export function Code({ name, value, chosen, choose, children }: Props) {
  return (
    <label class="code">
      <input type="radio" name={name} value={value} checked={chosen} onChange={choose} />
      <span>{children}</span>
    </label>
  );
}
