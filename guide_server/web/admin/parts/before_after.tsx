import type { ComponentChildren } from "preact";
import { say } from "../texts";

interface Rows {
  caption: string;
  /** Whether there was nothing before: then the rows have no column for it. */
  isNew?: boolean;
  children: ComponentChildren;
}

/** A table of what is otherwise than before: rows of what it is, how it was, and how it is then. */
export function BeforeAfter({ caption, isNew = false, children }: Rows) {
  return (
    <div class="table-frame">
      <table class="table changes">
        <caption class="visually-hidden">{caption}</caption>
        <thead class={isNew ? "visually-hidden" : ""}>
          <tr>
            <th scope="col">{say.value("settings.what")}</th>
            {!isNew && <th scope="col">{say.value("settings.before")}</th>}
            <th scope="col">{say.value("settings.after")}</th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
