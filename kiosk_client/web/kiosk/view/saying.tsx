/** What a voice says, in writing: for whoever helps, and for whoever hears only some of it. */
import type { Line } from "../speech/phrases";
import { nameOf } from "../texts";

export function Saying({ lines }: { lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <p class="saying" aria-hidden="true">
      {lines.map(({ language, text }, at) => (
        <bdi key={`${at} ${text}`} lang={language} dir={nameOf(language).direction}>
          {text}{" "}
        </bdi>
      ))}
    </p>
  );
}
