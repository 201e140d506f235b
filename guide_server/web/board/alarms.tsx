import { Icon } from "../../../signaling/theme/icons";
import type { AlarmLine, Board } from "../api_types";
import { nameOfLanguage, say, timeOfDay } from "./texts";

/** As many as one takes in from across the room; the rest is a figure. */
const SHOWN = 3;

/** What is wrong with the service. Kiosks without contact stand at the foot of the board already. */
export function Alarms({ lasting, board }: { lasting: readonly AlarmLine[]; board: Board }) {
  const told = lasting.filter(({ kind }) => kind !== "kiosk_dark");
  if (told.length === 0) return null;
  const more = told.length - SHOWN;
  return (
    <div class="alert alert--alarm">
      <Icon name="warning" />
      <ul class="alarms">
        {told.slice(0, SHOWN).map((line) => (
          <li key={`${line.kind} ${line.subject}`}>{sentenceOf(line, board)}</li>
        ))}
        {more > 0 && <li>{say.value("alarms_more", { count: more })}</li>}
      </ul>
    </div>
  );
}

function sentenceOf({ kind, name, since }: AlarmLine, board: Board): string {
  const called = kind === "language_unserved" ? nameOfLanguage(name, board) : name;
  return say.value(`alarm.${kind}`, { name: called, time: timeOfDay(since, board.zone) });
}
