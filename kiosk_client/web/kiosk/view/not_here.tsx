/** For whoever does not find their language: said in many, with a card to point at. A guide finds out which it is. */
import { sayIn } from "../texts";
import { useStage } from "./stage";

/** The languages in which this is said, besides that of the screen: of many scripts and far apart. */
const SAID_IN = ["en", "ar", "so", "ti", "fi", "sv"];

export function NotHere() {
  const { say } = useStage();
  const languages = [say.language, ...SAID_IN.filter((language) => language !== say.language)];
  return (
    <ul class="not-here">
      {languages.map((language) => {
        const speak = sayIn(language);
        return (
          <li key={language} lang={speak.language} dir={speak.direction}>
            <strong>{speak("und.title")}</strong> {speak("und.lead")}
          </li>
        );
      })}
    </ul>
  );
}
