import { useSignal } from "@preact/signals";
import { Icon } from "../../../../signaling/theme/icons";
import { Refused } from "../../api";
import type { AdminModel } from "../model";
import { problemText } from "../parts/trouble";
import { say } from "../texts";

/** The selection as a file; where a second admin has to approve it, the request for that. */
export function ExportButton({ model }: { model: AdminModel }) {
  const said = useSignal("");
  if (!model.needsSecond("export")) {
    return (
      <a class="button" href={model.exportAddress()} download>
        <Icon name="download" />
        {say.value("log.export")}
      </a>
    );
  }
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
