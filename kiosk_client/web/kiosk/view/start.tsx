/** The room as the next person expects it: a welcome above, languages at hand below. */
import { useLayoutEffect, useState } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import { greetingOf } from "../greetings";
import type { Choice } from "../screen";
import { nameOf, sayIn } from "../texts";
import { Hills } from "./hills";
import { LanguageCard } from "./language_card";
import { PlaceLine } from "./parts";
import { useStage } from "./stage";

/** Long enough to read one's own language's greeting, in ms. */
const GREETING = 3_500;
/** More letters than this do not stand on one line at the greeting's full size. */
const LONG = 14;

export function Start({ first, others }: { first: readonly Choice[]; others: readonly Choice[] }) {
  const { say, act } = useStage();
  return (
    <>
      <Hills />
      <section class="people start__people">
        <PlaceLine />
        <Greetings languages={[...first, ...others].map(({ language }) => language)} />
        <p class="lead start__lead">{say("start.lead")}</p>
      </section>
      <section class="hands" aria-label={say("start.choose")}>
        <ul class="cards">
          {first.map((choice) => (
            <li key={choice.language}>
              <LanguageCard choice={choice} />
            </li>
          ))}
          {others.length > 0 && (
            <li>
              <MoreLanguages others={others} onClick={() => act({ type: "go", step: "languages" })} />
            </li>
          )}
        </ul>
        <div class="start__foot">
          <button
            type="button"
            class="button button--quiet have-ticket"
            data-action="have_ticket"
            onClick={() => act({ type: "go", step: "ticket" })}
          >
            <Icon name="letter" />
            {say("ticket.have")}
          </button>
          <button
            type="button"
            class="button button--quiet have-ticket"
            data-action="privacy"
            onClick={() => act({ type: "panel", panel: "privacy" })}
          >
            <Icon name="lock" />
            {say("talk.privacy_more")}
          </button>
        </div>
      </section>
    </>
  );
}

/** Named in two languages and hinted at in others: whoever reads neither finds a script of their own. */
function MoreLanguages({ others, onClick }: { others: readonly Choice[]; onClick(): void }) {
  const { say } = useStage();
  const english = sayIn("en");
  return (
    <button type="button" class="language-card language-card--more" data-action="more" onClick={onClick}>
      <span class="language-card__name">{say("start.more")}</span>
      <span class="language-card__swedish" lang="en">
        {english("start.more")}
      </span>
      <span class="language-card__scripts" aria-hidden="true">
        {samples(others.map(({ language }) => language)).map((tag) => (
          <bdi key={tag} lang={tag}>
            {nameOf(tag).endonym}
          </bdi>
        ))}
      </span>
    </button>
  );
}

/** Some that look different from each other. */
function samples(languages: readonly string[]): string[] {
  const telling = ["ti", "fa", "bn", "ru", "el", "pl", "tr"].filter((tag) => languages.includes(tag));
  return [...new Set([...telling, ...languages])].slice(0, 3);
}

function Greetings({ languages }: { languages: readonly string[] }) {
  const { say } = useStage();
  const known = languages.filter((tag) => greetingOf(tag) !== undefined);
  const [moving, setMoving] = useState(() => !matchMedia("(prefers-reduced-motion: reduce)").matches);
  const [at, setAt] = useState(0);
  // At once: a greeting that was stopped does not change once more.
  useLayoutEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => setAt((now) => now + 1), GREETING);
    return () => clearInterval(timer);
  }, [moving]);
  const tag = known[at % Math.max(known.length, 1)] ?? "sv";
  const { welcome = "", spoken } = greetingOf(tag) ?? {};
  return (
    <div class="greeting">
      <h1 class="greeting__words" tabIndex={-1} key={tag} lang={tag} dir={nameOf(tag).direction}>
        <span class="greeting__welcome" data-long={welcome.length > LONG}>
          {welcome}
        </span>
        <span class="greeting__spoken">{spoken ?? nameOf(tag).endonym}</span>
      </h1>
      <button type="button" class="button button--quiet greeting__pause" onClick={() => setMoving(!moving)}>
        <Icon name={moving ? "pause" : "play"} />
        <span class="visually-hidden">{say(moving ? "start.pause" : "start.play")}</span>
      </button>
    </div>
  );
}
