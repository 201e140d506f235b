import { Icon } from "../../../signaling/theme/icons";
import type { Board, BoardCall } from "../api_types";
import { byConcern, isPoor, isTroubled, qualityOf, type TalkQuality, talkOf } from "../board_facts";
import { GradeSign } from "../grade_sign";
import type { BoardModel } from "./board_model";
import { clockDuration, nameOfLanguage, say, sayCode } from "./texts";

/** Every open call: where, in which language, with whom, for how long and how it is. */
export function Calls({ model, board }: { model: BoardModel; board: Board }) {
  return (
    <section class="column" aria-labelledby="calls-heading">
      <h2 id="calls-heading">{say.value("calls")}</h2>
      {board.calls.length === 0 && <p class="column__none">{say.value("calls_none")}</p>}
      <ul class="lines">
        {byConcern(board).map((call) => (
          <Line key={call.call} model={model} board={board} call={call} />
        ))}
      </ul>
    </section>
  );
}

function Line({ model, board, call }: { model: BoardModel; board: Board; call: BoardCall }) {
  const talk = talkOf(call);
  const quality = qualityOf(call);
  const troubled = (talk !== null && isTroubled(talk)) || isPoor(quality);
  const from = call.live_since ?? call.queued_at;
  return (
    <li class="line" data-call={call.call} data-state={call.state}>
      <button
        type="button"
        class="line__title line__open"
        onClick={() => model.choose({ kind: "call", id: call.call })}
      >
        {nameOfLanguage(call.language, board)}, <bdi>{call.kiosk_name}</bdi>
      </button>
      <span class="line__side">{clockDuration(board.at - from)}</span>
      <span class={troubled ? "line__said line__said--troubled" : "line__said"}>
        {troubled && <Icon name="warning" />}
        {talk === null ? stateOf(call) : say.value(`talk.${talk}`)}
        {talk !== null && call.guide_name !== null && (
          <span class="line__with">{say.value("with", { name: call.guide_name })}</span>
        )}
        {call.guests.map(({ name, role }) => (
          <span key={name} class="line__with">
            <bdi>{name}</bdi>, {sayCode("role", role)}
          </span>
        ))}
        {quality !== null && <Quality quality={quality} />}
      </span>
    </li>
  );
}

/** A sign and words; good everywhere needs no place. */
function Quality({ quality: { grade, where } }: { quality: TalkQuality }) {
  const said = say.value(`quality.${grade}`);
  return (
    <span class="line__quality" data-grade={grade}>
      <GradeSign grade={grade} />
      {grade === "good" ? said : say.value(`quality.at.${where}`, { grade: said })}
    </span>
  );
}

function stateOf({ state, guide_name: name }: BoardCall): string {
  if (state === "ringing") return say.value("state.ringing", { name: name ?? "" });
  return sayCode("state", state);
}
