import { Icon } from "../../../../signaling/theme/icons";
import type { StatisticsPart } from "../../api_types";
import type { AdminModel } from "../model";
import { say } from "../texts";

/** A table as a file. */
export function Export({ model, part }: { model: AdminModel; part: StatisticsPart }) {
  return (
    <a class="button button--quiet statistics__export" href={model.statisticsAddress(part)} download>
      <Icon name="download" />
      {say.value("statistics.export", { part: say.value(`statistics.part.${part}`) })}
    </a>
  );
}
