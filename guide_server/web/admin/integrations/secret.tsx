import { useEffect, useRef } from "preact/hooks";
import { say } from "../texts";

/** Something that is shown once. It takes the focus, for nothing else matters until it has been kept. */
export function Secret({
  title,
  secret,
  help,
  done,
}: {
  title: string;
  secret: string;
  help: string;
  done: () => void;
}) {
  const card = useRef<HTMLElement>(null);
  useEffect(() => card.current?.focus(), []);
  return (
    <section ref={card} class="code card" tabIndex={-1} aria-label={title}>
      <h3>{title}</h3>
      <p class="secret">
        <code>{secret}</code>
      </p>
      <p>{help}</p>
      <p>
        <button type="button" class="button" onClick={done}>
          {say.value("integrations.kept")}
        </button>
      </p>
    </section>
  );
}
