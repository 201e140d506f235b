import { type Key, say } from "../texts";

/** A column's heading, and whether figures stand below it. */
type Column = Key | { figures: Key };

/** The head of a table that is not sorted by its reader. */
export function Columns({ of }: { of: readonly Column[] }) {
  return (
    <thead>
      <tr>
        {of.map((column) =>
          typeof column === "string" ? (
            <th key={column} scope="col">
              {say.value(column)}
            </th>
          ) : (
            <th key={column.figures} scope="col" class="table__figures">
              {say.value(column.figures)}
            </th>
          ),
        )}
      </tr>
    </thead>
  );
}
