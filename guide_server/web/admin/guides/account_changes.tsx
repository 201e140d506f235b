import type { GuideDifference, LanguageName } from "../../api_types";
import { BeforeAfter } from "../parts/before_after";
import { changesInWords } from "./account_in_words";

interface Changed {
  changes: readonly GuideDifference[];
  languages: readonly LanguageName[];
  caption: string;
}

/** What is otherwise about an account than before, a row for each. */
export function AccountChanges({ changes, languages, caption }: Changed) {
  return (
    <BeforeAfter caption={caption}>
      {changesInWords(changes, languages).map(({ what, before, after }) => (
        <tr key={what}>
          <th scope="row">{what}</th>
          <td class="changes__before">{before}</td>
          <td>{after}</td>
        </tr>
      ))}
    </BeforeAfter>
  );
}
