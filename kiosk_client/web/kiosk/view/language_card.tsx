/** One language, by its own name in its own script, with how it is served now in words of that language. */

import { Icon } from "../../../../signaling/theme/icons";
import type { Choice } from "../screen";
import { hasVoice } from "../speech/phrases";
import { UNDETERMINED } from "../state";
import { nameOf, sayIn } from "../texts";
import { AvailabilityLine } from "./parts";
import { useStage } from "./stage";

export function LanguageCard({ choice }: { choice: Choice }) {
  const { act } = useStage();
  const { language, availability } = choice;
  if (language === UNDETERMINED) return <NotHereCard />;
  const { endonym, swedish, direction } = nameOf(language);
  const same = endonym.toLocaleLowerCase("sv") === swedish;
  return (
    <div class="language-place" dir={direction}>
      <button
        type="button"
        class="language-card"
        data-language={language}
        onClick={() => act({ type: "choose", language })}
      >
        <span class="language-card__name" lang={language}>
          {endonym}
        </span>
        {!same && (
          <span class="language-card__swedish" lang="sv">
            <bdi>{swedish}</bdi>
          </span>
        )}
        <AvailabilityLine availability={availability} say={sayIn(language)} />
      </button>
      {hasVoice(language) && <HearButton language={language} />}
    </div>
  );
}

/** Its name aloud, for whoever reads no script. Where no voice speaks it there is no button. */
function HearButton({ language }: { language: string }) {
  const { act } = useStage();
  const say = sayIn(language);
  return (
    <button type="button" class="hear" data-hear={language} onClick={() => act({ type: "sample", language })}>
      <Icon name="sound_low" />
      <span class="visually-hidden" lang={say.language}>
        {say("sample.hear")}: {nameOf(language).endonym}
      </span>
    </button>
  );
}

function NotHereCard() {
  const { say, act } = useStage();
  return (
    <button
      type="button"
      class="language-card language-card--more"
      data-language={UNDETERMINED}
      onClick={() => act({ type: "choose", language: UNDETERMINED })}
    >
      <span class="language-card__name language-card__name--not-here">{say("und.title")}</span>
      <span class="language-card__swedish" lang="en">
        {sayIn("en")("und.title")}
      </span>
    </button>
  );
}
