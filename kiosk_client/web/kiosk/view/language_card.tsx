/** One language, by its own name in its own script, with how it is served now in words of that language. */
import type { Choice } from "../screen";
import { nameOf, sayIn } from "../texts";
import { AvailabilityLine } from "./parts";
import { useStage } from "./stage";

export function LanguageCard({ choice }: { choice: Choice }) {
  const { act } = useStage();
  const { language, availability } = choice;
  const { endonym, swedish, direction } = nameOf(language);
  const same = endonym.toLocaleLowerCase("sv") === swedish;
  return (
    <button
      type="button"
      class="language-card"
      data-language={language}
      dir={direction}
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
  );
}
