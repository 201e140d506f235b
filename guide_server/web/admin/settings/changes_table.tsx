import { BeforeAfter } from "../parts/before_after";
import { say } from "../texts";
import type { Area } from "./contents";
import type { Difference } from "./differences";
import type { Names } from "./editing";
import { codeInWords, listChange, pathInWords, valueInWords } from "./in_words";
import { told } from "./told";

interface Changed {
  area: Area;
  changes: readonly Difference[];
  names: Names;
  caption: string;
}

/** What is otherwise than before, a row for each. */
export function ChangesTable({ area, changes, names, caption }: Changed) {
  return (
    <BeforeAfter caption={caption}>
      {told(changes).map((change) => (
        <Row key={change.path.join(".")} area={area} change={change} names={names} />
      ))}
    </BeforeAfter>
  );
}

function Row({ area, change, names }: { area: Area; change: Difference; names: Names }) {
  const { path, before, after } = change;
  return (
    <tr>
      <th scope="row">
        {pathInWords(area, path, names)}
        {area !== "hours" && <ListChanged change={change} names={names} />}
      </th>
      <td class="changes__before">{valueInWords(area, path, before, names)}</td>
      <td>{valueInWords(area, path, after, names)}</td>
    </tr>
  );
}

/** Of a long list one wants to hear what is new in it and what is gone. */
function ListChanged({ change: { path, before, after }, names }: { change: Difference; names: Names }) {
  const found = listChange(before, after);
  if (found === null) return null;
  const inWords = (codes: readonly unknown[]) =>
    codes.map((code) => codeInWords(path, String(code), names)).join(", ");
  return (
    <>
      {found.added.length > 0 && (
        <span class="table__side">{say.value("settings.added", { what: inWords(found.added) })}</span>
      )}
      {found.gone.length > 0 && (
        <span class="table__side">{say.value("settings.gone", { what: inWords(found.gone) })}</span>
      )}
      {found.added.length + found.gone.length === 0 && (
        <span class="table__side">{say.value("settings.reordered")}</span>
      )}
    </>
  );
}
