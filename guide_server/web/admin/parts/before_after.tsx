import type { ComponentChildren } from "preact";
import { say } from "../texts";

/** A table of what is otherwise than before: rows of what it is, how it was, and how it is then. */
export function BeforeAfter({ caption, children }: { caption: string; children: ComponentChildren }) {
  return (
    <div class="table-frame">
      <table class="table changes">
        <caption class="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{say.value("settings.what")}</th>
            <th scope="col">{say.value("settings.before")}</th>
            <th scope="col">{say.value("settings.after")}</th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
