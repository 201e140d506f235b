/** All languages, a page at a time where large text needs the room. */
import { useState } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import type { Choice } from "../screen";
import { type TextSize, UNDETERMINED } from "../state";
import { LanguageCard } from "./language_card";
import { Title } from "./parts";
import { useStage } from "./stage";

const PER_PAGE: Readonly<Record<TextSize, number>> = { 1: 20, 1.5: 12, 2: 8 };

export function Languages({ choices }: { choices: readonly Choice[] }) {
  const { state, say, act } = useStage();
  const { text, lowered } = state.visit.comfort;
  const perPage = lowered ? PER_PAGE[text] / 2 : PER_PAGE[text];
  const named = choices.filter(({ language }) => language !== UNDETERMINED);
  const pages = Math.ceil(named.length / perPage);
  const [wished, setPage] = useState(0);
  const page = Math.min(wished, pages - 1);
  return (
    <section class="hands all-languages" data-columns={text}>
      <header class="all-languages__head">
        <Title>{say("languages.title")}</Title>
      </header>
      <ul class="cards cards--all">
        {named.slice(page * perPage, (page + 1) * perPage).map((choice) => (
          <li key={choice.language}>
            <LanguageCard choice={choice} />
          </li>
        ))}
      </ul>
      <nav class="all-languages__foot" aria-label={say("languages.title")}>
        <button
          type="button"
          class="button"
          data-action="back"
          onClick={() => (page > 0 ? setPage(page - 1) : act({ type: "go", step: "start" }))}
        >
          <Icon name="back" />
          {say("languages.back")}
        </button>
        {choices.some(({ language }) => language === UNDETERMINED) && (
          <button
            type="button"
            class="button"
            data-language={UNDETERMINED}
            onClick={() => act({ type: "choose", language: UNDETERMINED })}
          >
            {say("und.title")}
          </button>
        )}
        {page + 1 < pages && (
          <button type="button" class="button" data-action="more" onClick={() => setPage(page + 1)}>
            {say("start.more")}
            <Icon name="forward" />
          </button>
        )}
      </nav>
    </section>
  );
}
