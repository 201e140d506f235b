/** What else a resident who waits can do: offered after a while, or at once where nobody with the language is there. */
import type { Choice as Offer } from "../../../../signaling/client/types";
import { nameOf, type Say } from "../texts";
import { PhoneLine, WideButton } from "./parts";
import { useStage } from "./stage";

export function Choices({ offers }: { offers: readonly Offer[] }) {
  const { say, act } = useStage();
  return (
    <div class="instead">
      <h2 class="instead__title">{say("choices.title")}</h2>
      <div class="offers">
        {offers.map((offer) => (
          <OfferOf offer={offer} say={say} key={`${offer.kind} ${offer.language}`} />
        ))}
      </div>
      <div class="offers__foot">
        {offers.some(({ kind }) => kind === "phone") && <PhoneLine />}
        <WideButton name="leave" kind="quiet" icon="close" onClick={() => act({ type: "leave" })}>
          {say("waiting.stop")}
        </WideButton>
      </div>
    </div>
  );
}

function OfferOf({ offer, say }: { offer: Offer; say: Say }) {
  const { act } = useStage();
  const answer = () => act({ type: "answer", choice: offer.kind, language: offer.language });
  switch (offer.kind) {
    case "keep_waiting":
      return (
        <WideButton name="keep_waiting" kind="now" icon="clock" onClick={answer}>
          {say("choices.keep_waiting")}
        </WideButton>
      );
    case "also":
      return <AlsoButton />;
    case "substitute": {
      const { endonym } = nameOf(offer.language ?? "");
      const hint = say("choices.substitute_hint");
      return (
        <WideButton name={`substitute_${offer.language}`} icon="person" hint={hint} onClick={answer}>
          {say("choices.substitute", { language: endonym })}
        </WideButton>
      );
    }
    case "interpreter":
      return (
        <WideButton
          name="interpreter"
          icon="language"
          hint={say("choices.interpreter_hint")}
          onClick={answer}
        >
          {say("choices.interpreter")}
        </WideButton>
      );
    case "ticket":
      return (
        <WideButton name="ticket" icon="letter" hint={say("choices.ticket_hint")} onClick={answer}>
          {say("choices.ticket")}
        </WideButton>
      );
    case "phone":
      return null;
  }
}

/** Opens the list of further languages. */
export function AlsoButton() {
  const { say, act } = useStage();
  return (
    <WideButton name="also" icon="plus" onClick={() => act({ type: "panel", panel: "also" })}>
      {say("choices.also")}
    </WideButton>
  );
}

/** The languages that this resident can be helped in, by their own names. */
export function AcceptedLine({ languages }: { languages: readonly string[] }) {
  const { say } = useStage();
  if (languages.length < 2) return null;
  return (
    <p class="accepted">
      {say("also.chosen")}{" "}
      {languages.map((language, at) => (
        <span key={language}>
          {at > 0 && " · "}
          <bdi lang={language}>{nameOf(language).endonym}</bdi>
        </span>
      ))}
    </p>
  );
}
