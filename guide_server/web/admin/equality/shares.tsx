import type { LogFigures } from "../../api_types";
import { count, percent, say } from "../texts";

/** How the calls ended, as one bar whose parts carry their own labels: nothing has to be looked up by colour. */
export function Shares({ figures }: { figures: LogFigures }) {
  const other = figures.taps - figures.handled - figures.abandoned;
  const parts = [
    { name: "handled", figure: figures.handled },
    { name: "abandoned", figure: figures.abandoned },
    { name: "other", figure: other },
  ] as const;
  const shown = parts.filter(({ figure }) => figure > 0);
  let x = 0;
  return (
    <figure class="shares">
      <figcaption class="visually-hidden">{say.value("log.share.title")}</figcaption>
      <svg class="shares__bar" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">
        {shown.map(({ name, figure }) => {
          const width = (figure / figures.taps) * 1_000;
          x += width;
          return <rect key={name} class={`share share--${name}`} x={x - width} width={width} height={20} />;
        })}
      </svg>
      <dl class="shares__labels">
        {shown.map(({ name, figure }) => (
          <div key={name} class={`shares__label shares__label--${name}`}>
            <dd>
              <strong>{count(figure)}</strong> <span>{percent(figure / figures.taps)}</span>
            </dd>
            <dt>{say.value(`log.share.${name}`)}</dt>
          </div>
        ))}
      </dl>
    </figure>
  );
}
