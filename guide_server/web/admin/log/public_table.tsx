import type { PublicCall, PublicLogPage } from "../../api_types";
import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { clockDuration, nameOfLanguage, say, sayCode, times } from "../texts";

/** The calls as a public record: nobody and no screen can be told by a line. */
export function PublicTable({ model, page }: { model: AdminModel; page: PublicLogPage }) {
  return (
    <div class="table-frame">
      <table class="table">
        <caption class="visually-hidden">{say.value("log.table")}</caption>
        <Columns
          of={[
            "log.column.queued_at",
            "log.column.place",
            "log.column.language",
            { figures: "log.column.wait_ms" },
            { figures: "log.column.talk_ms" },
            "log.column.topic",
            "log.column.outcome",
          ]}
        />
        <tbody>
          {page.rows.map((row, index) => (
            <Row key={index} model={model} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ model, row }: { model: AdminModel; row: PublicCall }) {
  const known = model.directory.state.value.value;
  return (
    <tr>
      <th scope="row" class="table__time">
        {times.value.moment(row.tapped_at)}
      </th>
      <td>
        <span class="table__main">
          <bdi>{row.neighbourhood_name}</bdi>
        </span>
        <span class="table__side">
          <bdi>{row.site_name}</bdi>
        </span>
      </td>
      <td>{nameOfLanguage(row.language, known?.languages ?? [])}</td>
      <td class="table__figures">{row.wait === null ? "–" : clockDuration(row.wait)}</td>
      <td class="table__figures">{row.talk === null ? "–" : clockDuration(row.talk)}</td>
      <td>{row.topic === null ? "–" : sayCode("topic", row.topic)}</td>
      <td>
        <span class="table__main">{sayCode("outcome", row.outcome ?? "open")}</span>
        {row.quality !== null && row.quality !== "good" && (
          <span class="table__side">
            {say.value("log.quality", { grade: sayCode("quality", row.quality).toLocaleLowerCase() })}
          </span>
        )}
      </td>
    </tr>
  );
}
