import { useEffect } from "preact/hooks";
import type { Board, BoardCall, BoardGuide, BoardLanguage } from "../../api_types";
import { asking, bandOf, joinAddress, qualityOf, serviceLevel, talkOf } from "../../board_facts";
import { GradeSign } from "../../grade_sign";
import type { AdminModel } from "../model";
import { becauseInWords } from "../parts/because";
import { Columns } from "../parts/columns";
import { Trouble } from "../parts/trouble";
import { clockDuration, count, nameOfLanguage, percent, say, sayCode, times } from "../texts";

const REFRESH = 2_000;
const DOTS = {
  available: "free",
  ringing: "busy",
  in_call: "busy",
  wrap_up: "busy",
  away: "off",
  offline: "off",
} as const;

const FROM_AWAY = ["available", "offline"] as const;
const FROM_WORK = ["away", "offline"] as const;

/** What goes on now: the queue by language, the guides, the calls and why each desk rang. */
export function BoardView({ model }: { model: AdminModel }) {
  const state = model.board.state.value;
  const board = state.value;
  useEffect(() => {
    const again = setInterval(() => {
      if (!document.hidden) model.reload();
    }, REFRESH);
    return () => clearInterval(again);
  }, [model]);
  return (
    <>
      <section class="summary">
        <p class="eyebrow">{say.value("board.title")}</p>
        <h1>{board === null ? say.value("board.title") : headline(board)}</h1>
        {board !== null && <Day board={board} />}
        {board !== null && board.dark_kiosks.length > 0 && (
          <p class="summary__lead">
            {say.value("board.dark", {
              count: board.dark_kiosks.length,
              names: board.dark_kiosks.join(" · "),
            })}
          </p>
        )}
        <p>
          <a class="button" href="/board/">
            {say.value("board.wall")}
          </a>
        </p>
      </section>
      {board !== null && <Help model={model} board={board} />}
      <Trouble of={{ ...state, loading: state.loading && board === null }} retry={() => model.reload()} />
      {board !== null && (
        <>
          <Queue model={model} board={board} />
          <Calls model={model} board={board} />
          <Guides model={model} board={board} />
        </>
      )}
    </>
  );
}

interface Part {
  model: AdminModel;
  board: Board;
}

function headline(board: Board): string {
  const waiting = board.languages.reduce((sum, line) => sum + line.waiting, 0);
  return waiting === 0 ? say.value("board.nobody_waits") : say.value("board.headline", { count: waiting });
}

function Day({ board }: { board: Board }) {
  const share = serviceLevel(board);
  if (share === null) return null;
  const values = {
    share: percent(share),
    minutes: board.target / 60_000,
    within: board.today.within_target,
    decided: board.today.decided,
  };
  return <p class="summary__lead">{say.value("board.service", values)}</p>;
}

function Help({ model, board }: Part) {
  return (
    <div>
      {/* Said once; what is seen below counts the seconds. */}
      <p class="visually-hidden" role="alert">
        {asking(board)
          .filter(({ help }) => help?.coming === null)
          .map(({ name }) => say.value("board.help_asked", { name }))
          .join(" ")}
      </p>
      {asking(board).map(({ id, name, help }) =>
        help === null ? null : help.coming === null ? (
          <p key={id} class="notice notice--now">
            {say.value("board.help", { name, since: clockDuration(board.at - help.since) })}{" "}
            <button type="button" class="button" onClick={() => void model.answerHelp(id)}>
              {say.value("board.help_answer")}
            </button>
          </p>
        ) : (
          <p key={id} class="notice">
            {say.value("board.help_coming", { leader: help.coming, name })}
          </p>
        ),
      )}
    </div>
  );
}

function Queue({ model, board }: Part) {
  return (
    <section class="board">
      <h2>{say.value("board.queue")}</h2>
      {board.languages.length === 0 ? (
        <p>{say.value("board.queue_none")}</p>
      ) : (
        <div class="table-frame">
          <table class="table">
            <Columns
              of={[
                "board.language",
                { figures: "board.waiting" },
                { figures: "board.oldest" },
                { figures: "board.free" },
              ]}
            />
            <tbody>
              {board.languages.map((line) => (
                <QueueLine key={line.language} model={model} line={line} board={board} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function QueueLine({ model, line, board }: Part & { line: BoardLanguage }) {
  const waited = line.oldest === null ? null : board.at - line.oldest;
  return (
    <tr>
      <th scope="row">{name(model, line.language)}</th>
      <td class="table__figures">{count(line.waiting)}</td>
      <td class="table__figures">
        {waited === null ? "–" : clockDuration(waited)}
        {waited !== null && (
          <span class="table__side">{sayCode("board.band", bandOf(waited, board.target))}</span>
        )}
      </td>
      <td class="table__figures">
        {say.value("board.free_of", { free: count(line.free), total: count(line.on_duty) })}
      </td>
    </tr>
  );
}

function Calls({ model, board }: Part) {
  return (
    <section class="board">
      <h2>{say.value("board.calls")}</h2>
      {board.calls.length === 0 ? (
        <p>{say.value("board.calls_none")}</p>
      ) : (
        <div class="table-frame">
          <table class="table">
            <Columns
              of={[
                "board.place",
                "board.language",
                "board.state",
                { figures: "board.since_tap" },
                "board.guide",
                "board.because",
              ]}
            />
            <tbody>
              {board.calls.map((call) => (
                <CallLine key={call.call} model={model} call={call} board={board} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function CallLine({ model, call, board }: Part & { call: BoardCall }) {
  const talk = talkOf(call);
  const quality = qualityOf(call);
  return (
    <tr>
      <th scope="row">
        <bdi>{call.kiosk_name}</bdi>, <bdi>{call.neighbourhood_name}</bdi>
      </th>
      <td>{name(model, call.language)}</td>
      <td>
        {sayCode("board.state", call.state)}
        {talk !== null && <span class="table__side">{sayCode("board.talk", talk)}</span>}
        {quality !== null && (
          <span class="table__side">
            <GradeSign grade={quality.grade} />{" "}
            {say.value("log.quality", { grade: sayCode("quality", quality.grade).toLocaleLowerCase() })}
            {quality.grade !== "good" && ` ${say.value(`quality.at.${quality.where}`)}`}
          </span>
        )}
        {call.state === "waiting" && (
          <div class="table__actions">
            <button type="button" class="button" onClick={() => void model.prioritise(call.call)}>
              {say.value("board.prioritise")}
            </button>
          </div>
        )}
        {call.takers.length > 0 && <Assign model={model} call={call} />}
        {call.state === "live" && model.me.value?.roles.includes("leader") && (
          <a class="button" href={joinAddress(call)}>
            {say.value("board.join")}
          </a>
        )}
      </td>
      <td class="table__figures">{clockDuration(board.at - call.queued_at)}</td>
      <td>
        {call.guide_name === null ? "–" : <bdi>{call.guide_name}</bdi>}
        {call.guests.map((guest) => (
          <span key={guest.name} class="table__side">
            <bdi>{guest.name}</bdi> {sayCode("as", guest.role)}
          </span>
        ))}
      </td>
      <td class="table__wide">
        {becauseInWords(call.because, model.directory.state.value.value?.languages ?? []) || "–"}
      </td>
    </tr>
  );
}

/** Whom to ring for a call that waits or rings elsewhere; choosing is doing. */
function Assign({ model, call }: { model: AdminModel; call: BoardCall }) {
  return (
    <select
      class="table__assign"
      aria-label={say.value("board.assign")}
      value=""
      onChange={(event) => {
        const guide = event.currentTarget.value;
        event.currentTarget.value = "";
        if (guide !== "") void model.assign(call.call, guide);
      }}
    >
      <option value="">{say.value("board.assign")}</option>
      {call.takers.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Guides({ model, board }: Part) {
  return (
    <section class="board">
      <h2>{say.value("board.guides")}</h2>
      {board.guides.length === 0 ? (
        <p>{say.value("board.guides_none")}</p>
      ) : (
        <div class="table-frame">
          <table class="table">
            <Columns
              of={["board.guide", "board.status", { figures: "board.since" }, "board.speaks", "board.set"]}
            />
            <tbody>
              {board.guides.map((guide) => (
                <GuideLine key={guide.id} model={model} guide={guide} at={board.at} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function GuideLine({ model, guide, at }: { model: AdminModel; guide: BoardGuide; at: number }) {
  const status = guide.reason === null ? guide.status : guide.reason;
  return (
    <tr>
      <th scope="row">
        <bdi>{guide.name}</bdi>
      </th>
      <td>
        <span class={`dot dot--${guide.connected ? DOTS[guide.status] : "danger"}`}>
          {guide.connected ? sayCode("board.status", status) : say.value("board.unreachable")}
        </span>
        {guide.next_status !== null && (
          <span class="table__side">{sayCode("board.next", guide.next_status)}</span>
        )}
        {guide.back_at !== null && (
          <span class="table__side">
            {say.value("board.back", { time: times.value.short(guide.back_at) })}
          </span>
        )}
      </td>
      <td class="table__figures">{clockDuration(at - guide.since)}</td>
      <td>{guide.languages.map((tag) => name(model, tag)).join(", ")}</td>
      <td>
        <div class="table__actions">
          {(guide.status === "away" ? FROM_AWAY : FROM_WORK).map((wanted) => (
            <button
              key={wanted}
              type="button"
              class="button"
              onClick={() => void model.forceStatus(guide.id, wanted)}
            >
              {say.value(`board.set.${wanted}`)}
            </button>
          ))}
        </div>
      </td>
    </tr>
  );
}

function name(model: AdminModel, tag: string): string {
  return nameOfLanguage(tag, model.directory.state.value.value?.languages ?? []);
}
