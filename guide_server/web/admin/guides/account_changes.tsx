import type { GuideDifference, LanguageName } from "../../api_types";
import { say } from "../texts";
import { changesInWords } from "./account_in_words";

interface Changed {
  changes: readonly GuideDifference[];
  languages: readonly LanguageName[];
  caption: string;
}

/** What is otherwise about an account than before, a row for each. */
export function AccountChanges({ changes, languages, caption }: Changed) {
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
        <tbody>
          {changesInWords(changes, languages).map(({ what, before, after }) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td class="changes__before">{before}</td>
              <td>{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
