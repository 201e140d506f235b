import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

interface Bound {
  id: string;
  "aria-invalid"?: "true";
  "aria-describedby"?: string;
}

interface Labelled {
  label: string;
  /** Whether the label is for those only who do not see the table or list around the field. */
  quiet?: boolean;
  help?: string;
  fault: string | null;
  children: (bound: Bound) => ComponentChildren;
}

/** A field with its label, its help, and what is amiss with it. */
export function Field({ label, quiet = false, help, fault, children }: Labelled) {
  const id = useId();
  const described = [help !== undefined && `${id}-help`, fault !== null && `${id}-fault`]
    .filter(Boolean)
    .join(" ");
  return (
    <div class="field">
      <label for={id} class={quiet ? "visually-hidden" : ""}>
        {label}
      </label>
      {children({
        id,
        ...(fault !== null && { "aria-invalid": "true" as const }),
        ...(described !== "" && { "aria-describedby": described }),
      })}
      {fault !== null && (
        <p id={`${id}-fault`} class="field__fault">
          {fault}
        </p>
      )}
      {help !== undefined && (
        <p id={`${id}-help`} class="help">
          {help}
        </p>
      )}
    </div>
  );
}
