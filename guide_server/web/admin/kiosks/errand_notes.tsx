import type { AskedErrand, KioskErrands } from "../../api_types";
import { sayKnown, times } from "../texts";
import { isOpen } from "./errands_model";

/** What became of the last restart and update that were asked of a kiosk. The self-test has a cell of its own. */
export function ErrandNotes({ of }: { of: KioskErrands | undefined }) {
  const notes = (of?.asked ?? []).filter(({ errand }) => errand !== "self_test");
  return (
    <>
      {notes.map((asked) => (
        <Note key={asked.errand} of={asked} />
      ))}
    </>
  );
}

function Note({ of }: { of: AskedErrand }) {
  const when = times.value.moment(of.done_at ?? of.asked_at);
  const what = of.state === "done" ? `done_${of.outcome}` : of.state;
  const words = sayKnown(`errand.${of.errand}`, what, { when });
  if (words === null) return null;
  if (isOpen(of)) return <span class="dot dot--busy">{words}</span>;
  const well = of.outcome === "done" || of.outcome === "current";
  return well ? <span class="table__side">{words}</span> : <span class="dot dot--danger">{words}</span>;
}
