import type { Board, BoardGuide } from "../api_types";
import type { BoardModel } from "./board_model";
import { clockDuration, nameOfLanguage, say, sayCode, timeOfDay } from "./texts";

const ORDER = ["available", "ringing", "in_call", "wrap_up", "away"] as const;
const DOTS = { available: "free", ringing: "busy", in_call: "busy", wrap_up: "busy", away: "off" } as const;

type Status = (typeof ORDER)[number];

/** The guides, those who are free first; each group under what they do. */
export function Guides({ model, board }: { model: BoardModel; board: Board }) {
  return (
    <section class="column" aria-labelledby="guides-heading">
      <h2 id="guides-heading">{say.value("guides")}</h2>
      {board.guides.length === 0 && <p class="column__none">{say.value("guides_none")}</p>}
      {ORDER.map((status) => (
        <Group key={status} model={model} board={board} status={status} />
      ))}
    </section>
  );
}

function Group({ model, board, status }: { model: BoardModel; board: Board; status: Status }) {
  const guides = board.guides.filter((guide) => guide.status === status);
  if (guides.length === 0) return null;
  return (
    <>
      <h3 class={`group dot dot--${DOTS[status]}`}>
        {say.value(`status.${status}`)} <span class="group__count">{guides.length}</span>
      </h3>
      <ul class="lines">
        {guides.map((guide) => (
          <Line key={guide.id} model={model} board={board} guide={guide} />
        ))}
      </ul>
    </>
  );
}

function Line({ model, board, guide }: { model: BoardModel; board: Board; guide: BoardGuide }) {
  return (
    <li class="line" data-guide={guide.id}>
      <button
        type="button"
        class="line__title line__open"
        onClick={() => model.choose({ kind: "guide", id: guide.id })}
      >
        <bdi>{guide.name}</bdi>
      </button>
      <span class="line__side">{clockDuration(board.at - guide.since)}</span>
      <span class="line__said">
        {!guide.connected && <strong class="line__said--troubled">{say.value("unreachable")}</strong>}
        {[
          ...(guide.reason === null ? [] : [sayCode("reason", guide.reason)]),
          ...(guide.back_at === null
            ? []
            : [say.value("back", { time: timeOfDay(guide.back_at, board.zone) })]),
          ...(guide.next_status === null ? [] : [sayCode("next", guide.next_status)]),
          ...guide.languages.map((tag) => nameOfLanguage(tag, board)),
        ].join(", ")}
      </span>
    </li>
  );
}
