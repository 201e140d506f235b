import { Icon, type IconName } from "../../../signaling/theme/icons";
import type { Board, BoardLanguage } from "../api_types";
import { type Band, bandOf, byNeed } from "../board_facts";
import { clockDuration, nameOfLanguage, say } from "./texts";

const ICONS: Readonly<Record<Band, IconName>> = { within: "check", soon: "clock", over: "warning" };

/** Who waits, by language, the longest wait first. The band is said in words; its colour and sign repeat it. */
export function Queue({ board }: { board: Board }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and nothing in it takes the focus.
    <section class="column" tabIndex={0} aria-labelledby="queue-heading">
      <h2 id="queue-heading">{say.value("queue")}</h2>
      {board.languages.length === 0 && <p class="column__none">{say.value("queue_none")}</p>}
      <ul class="lines">
        {byNeed(board).map((line) => (
          <Line key={line.language} board={board} line={line} />
        ))}
      </ul>
    </section>
  );
}

function Line({ board, line }: { board: Board; line: BoardLanguage }) {
  const { language, waiting, oldest, free, on_duty: total } = line;
  return (
    <li class="line" data-language={language}>
      <span class="line__title">{nameOfLanguage(language, board)}</span>
      <span class="line__side">{say.value("queue_free", { free, total })}</span>
      {waiting > 0 && oldest !== null && (
        <Wait waiting={waiting} waited={board.at - oldest} target={board.target} />
      )}
    </li>
  );
}

function Wait({ waiting, waited, target }: { waiting: number; waited: number; target: number }) {
  const band = bandOf(waited, target);
  return (
    <span class={`wait wait--${band}`}>
      <Icon name={ICONS[band]} />
      <span class="wait__count">{say.value("queue_waiting", { count: waiting })}</span>
      <span class="wait__time">{clockDuration(waited)}</span>
      <span class="wait__band">{say.value(`band.${band}`)}</span>
    </span>
  );
}
