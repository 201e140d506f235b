import type { GuideDifference, LanguageName } from "../../api_types";
import { BeforeAfter } from "../parts/before_after";
import { changesInWords } from "./account_in_words";

interface Changed {
  changes: readonly GuideDifference[];
  languages: readonly LanguageName[];
  caption: string;
  /** Whether the account was not there before. */
  isNew?: boolean;
}

/** What is otherwise about an account than before, a row for each. */
export function AccountChanges({ changes, languages, caption, isNew = false }: Changed) {
  return (
    <BeforeAfter caption={caption} isNew={isNew}>
      {changesInWords(changes, languages).map(({ what, before, after }) => (
        <tr key={what}>
          <th scope="row">{what}</th>
          {!isNew && <td class="changes__before">{before}</td>}
          <td>{after}</td>
        </tr>
      ))}
    </BeforeAfter>
  );
}
