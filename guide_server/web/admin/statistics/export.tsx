import { Icon } from "../../../../signaling/theme/icons";
import type { StatisticsPart } from "../../api_types";
import type { AdminModel } from "../model";
import { say } from "../texts";
import { hasFile } from "./months";

/** A table as a file, or why there is none of this period. */
export function Export({ model, part }: { model: AdminModel; part: StatisticsPart }) {
  const page = model.statistics.state.value.value;
  if (page !== null && !hasFile(page)) return <p class="help">{say.value("months.files")}</p>;
  return (
    <a class="button button--quiet statistics__export" href={model.statisticsAddress(part)} download>
      <Icon name="download" />
      {say.value("statistics.export", { part: say.value(`statistics.part.${part}`) })}
    </a>
  );
}
