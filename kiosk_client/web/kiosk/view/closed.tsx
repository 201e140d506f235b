/** The screen cannot help now. It says so in the resident's language, or in several, and gives the phone number. */
import { Icon, type IconName } from "../../../../signaling/theme/icons";
import type { Closed as Why } from "../screen";
import { HOUSE_LANGUAGE, sayIn } from "../texts";
import { Enrolment } from "./enrolment";
import { Hills } from "./hills";
import { HoursLines, PhoneLine, PlaceLine, Title, WideButton } from "./parts";
import { useStage } from "./stage";

const ICONS: Readonly<Record<Why, IconName>> = {
  offline: "no_link",
  not_enrolled: "info",
  revoked: "info",
  elsewhere: "info",
};

/** Said after the house language while nobody has chosen one: the languages that have texts. */
const OTHERS = ["en", "fi", "ar", "so", "ti"];

export function Closed({ why }: { why: Why }) {
  const { state, say, act } = useStage();
  const chosen = state.visit.language !== null;
  return (
    <>
      {why !== "not_enrolled" && <Hills quiet />}
      <section class="people closed__people" data-hills={why === "not_enrolled" ? "none" : "quiet"}>
        <PlaceLine />
        <span class="closed__icon">
          <Icon name={ICONS[why]} />
        </span>
        <Title>{say(`closed.${why}.title`)}</Title>
        <p class="lead">{say(`closed.${why}.lead`)}</p>
      </section>
      <section class="hands closed__hands">
        {why === "elsewhere" ? (
          <WideButton name="reopen" kind="now" icon="talk" onClick={() => act({ type: "reopen" })}>
            {say("closed.retry")}
          </WideButton>
        ) : (
          <PhoneLine />
        )}
        {why === "offline" && <HoursLines />}
        {why === "not_enrolled" && <Enrolment />}
        {!chosen && why !== "not_enrolled" && (
          <ul class="closed__others">
            {OTHERS.filter((tag) => tag !== HOUSE_LANGUAGE).map((tag) => (
              <li key={tag} lang={tag} dir={sayIn(tag).direction}>
                {sayIn(tag)(`closed.${why}.title`)}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
