import { useSignal } from "@preact/signals";
import { Icon } from "../../../../signaling/theme/icons";
import { Refused } from "../../api";
import type { AdminModel } from "../model";
import { problemText } from "../parts/trouble";
import { count, say } from "../texts";

/** How many calls a file of each kind holds; see the server's `call_log.export_api`. */
const MOST = { csv: 1_000_000, xlsx: 100_000, json: 1_000_000 } as const;

/** The selection as a file of each kind that holds it; where a second admin has to approve it, the request for that. */
export function Files({ model, total }: { model: AdminModel; total: number }) {
  if (model.needsSecond("export")) return <Asking model={model} />;
  const kinds = Object.keys(MOST) as (keyof typeof MOST)[];
  const held = kinds.filter((kind) => total <= MOST[kind]);
  return (
    <div class="files">
      <span class="files__title" id="files">
        <Icon name="download" />
        {say.value(held.length > 0 ? "log.files" : "log.export_none", { most: count(MOST.csv) })}
      </span>
      {held.map((kind) => (
        <a key={kind} class="button" href={model.exportAddress(kind)} download aria-describedby="files">
          {kind === "xlsx" ? "Excel" : kind.toUpperCase()}
        </a>
      ))}
    </div>
  );
}

function Asking({ model }: { model: AdminModel }) {
  const said = useSignal("");
  const ask = async () => {
    try {
      await model.askForExport();
      said.value = say.value("log.export_asked");
    } catch (refused) {
      said.value = problemText(refused instanceof Refused ? refused.id : "other");
    }
  };
  return (
    <>
      <p role="status" class="said">
        {said.value}
      </p>
      <button type="button" class="button" onClick={() => void ask()}>
        <Icon name="download" />
        {say.value("log.export_ask")}
      </button>
    </>
  );
}
