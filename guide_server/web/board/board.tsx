/** The board on the wall: one sentence that says how it is, then the queue, the calls and the guides. */
import { Icon } from "../../../signaling/theme/icons";
import type { Board as Seen } from "../api_types";
import { asking, serviceLevel } from "../board_facts";
import { switchLanguage } from "../staff_language";
import { Alarms } from "./alarms";
import type { BoardModel } from "./board_model";
import { Calls } from "./calls";
import { Guides } from "./guides";
import { Panel } from "./panel";
import { Queue } from "./queue";
import { clockDuration, percent, say, timeOfDay } from "./texts";
import { switchTheme, theme } from "./theme_choice";

export function Board({ model }: { model: BoardModel }) {
  const board = model.board.value;
  return (
    <div class="board">
      <Head model={model} />
      <div class="board__alerts" role="status">
        {model.stale.value && (
          <p class="alert alert--danger">
            <Icon name="no_link" />
            {board === null
              ? say.value("loading")
              : say.value("stale", { time: timeOfDay(board.at, board.zone) })}
          </p>
        )}
        {board !== null && <Alarms lasting={model.alarms.value} board={board} />}
      </div>
      {board === null ? (
        <main class="board__loading">{say.value("loading")}</main>
      ) : (
        <main class="board__main">
          <h1 class="board__headline">{headline(board)}</h1>
          <Day board={board} />
          <Help model={model} board={board} />
          <div class="board__columns">
            <Queue board={board} />
            <Calls model={model} board={board} />
            <Guides model={model} board={board} />
          </div>
          <Dark board={board} />
        </main>
      )}
      <Panel model={model} />
    </div>
  );
}

function headline(board: Seen): string {
  const waiting = board.languages.reduce((sum, line) => sum + line.waiting, 0);
  return waiting === 0 ? say.value("nobody_waits") : say.value("waiting", { count: waiting });
}

/** The service level, as a sentence and with what it is made of. */
function Day({ board }: { board: Seen }) {
  const share = serviceLevel(board);
  if (share === null) return <p class="board__day">{say.value("service_none")}</p>;
  const { within_target: within, decided } = board.today;
  return (
    <p class="board__day">
      <strong>{say.value("service", { share: percent(share), minutes: board.target / 60_000 })}</strong>{" "}
      <span>{say.value("service_of", { within, decided })}</span>
    </p>
  );
}

/** Who asks for help: the one thing to do now. */
function Help({ model, board }: { model: BoardModel; board: Seen }) {
  return (
    <div class="board__help">
      {/* Said once; what is seen below counts the seconds. */}
      <p class="visually-hidden" role="alert">
        {asking(board)
          .filter(({ help }) => help?.coming === null)
          .map(({ name }) => say.value("help", { name }))
          .join(". ")}
      </p>
      {asking(board).map(({ id, name, help }) =>
        help === null ? null : help.coming === null ? (
          <p key={id} class="alert alert--now">
            <Icon name="bell" />
            <strong>{say.value("help", { name })}</strong>
            <span class="alert__since">
              {say.value("help_since", { since: clockDuration(board.at - help.since) })}
            </span>
            <button type="button" class="button" data-act="answer" onClick={() => void model.answerHelp(id)}>
              {say.value("help_answer")}
            </button>
          </p>
        ) : (
          <p key={id} class="alert">
            <Icon name="check" />
            {say.value("help_coming", { leader: help.coming, name })}
          </p>
        ),
      )}
    </div>
  );
}

function Dark({ board }: { board: Seen }) {
  const { dark_kiosks: names } = board;
  if (names.length === 0) return <p class="board__dark">{say.value("dark_none")}</p>;
  return (
    <p class="board__dark board__dark--some">
      <Icon name="no_link" />
      {say.value("dark", { count: names.length, names: names.join(" · ") })}
    </p>
  );
}

function Head({ model }: { model: BoardModel }) {
  const board = model.board.value;
  return (
    <header class="board__head">
      <p class="board__product">{say.value("product")}</p>
      {board !== null && <p class="board__clock">{timeOfDay(board.at, board.zone)}</p>}
      <div class="board__tools">
        <button type="button" class="button button--quiet" onClick={switchTheme}>
          <Icon name="contrast" />
          {say.value(theme.value === "light" ? "theme.dark" : "theme.light")}
        </button>
        <button type="button" class="button button--quiet" onClick={switchLanguage}>
          <Icon name="language" />
          {say.value("other_language")}
        </button>
        {model.me.value?.roles.includes("admin") ? (
          <a class="button button--quiet" href="/admin/?view=board">
            {say.value("admin")}
          </a>
        ) : (
          <>
            <a class="button button--quiet" href="/admin/?view=planning">
              {say.value("planning")}
            </a>
            <a class="button button--quiet" href="/admin/?view=statistics">
              {say.value("statistics")}
            </a>
          </>
        )}
        <button type="button" class="button button--quiet" onClick={() => void model.signOut()}>
          <Icon name="sign_out" />
          {say.value("sign_out")}
        </button>
      </div>
    </header>
  );
}
