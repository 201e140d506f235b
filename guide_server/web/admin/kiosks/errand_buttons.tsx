import type { KioskErrands } from "../../api_types";
import { say, sayCode } from "../texts";
import type { ErrandName } from "./errands_model";

/** Each with a question before it, since a screen is away for a while by it. */
const QUESTIONED = ["restart", "update"] as const;

interface Buttons {
  of: KioskErrands | undefined;
  name: string;
  ask: (errand: ErrandName) => void;
}

/** What this kiosk can be asked to do from here. */
export function ErrandButtons({ of, name, ask }: Buttons) {
  if (of === undefined) return null;
  return (
    <>
      {QUESTIONED.filter((errand) => of.able.includes(errand)).map((errand) => (
        <button
          key={errand}
          type="button"
          class="button button--small"
          aria-label={sayCode(`errand.${errand}`, "ask_of", { name })}
          onClick={() => ask(errand)}
        >
          {sayCode(`errand.${errand}`, "ask")}
        </button>
      ))}
      {!of.able.includes("restart") && (
        <span class="table__side fleet__unable">{say.value("errand.unable")}</span>
      )}
    </>
  );
}
