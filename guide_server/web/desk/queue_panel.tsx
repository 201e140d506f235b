import type { QueueLine } from "../../../signaling/client/types";
import { clockDuration, nameOfLanguage, say } from "./texts";

/** Who waits, by language, the longest wait first. */
export function QueuePanel({ queue, now }: { queue: readonly QueueLine[]; now: number }) {
  const waiting = queue
    .filter((line) => line.waiting > 0)
    .sort((a, b) => (a.oldest ?? now) - (b.oldest ?? now));
  return (
    <section class="panel" aria-labelledby="queue-heading">
      <h2 class="panel__heading" id="queue-heading">
        {say.value("queue.heading")}
      </h2>
      {waiting.length === 0 ? (
        <p class="panel__empty">{say.value("queue.empty")}</p>
      ) : (
        <table class="queue">
          <thead>
            <tr>
              <th scope="col">{say.value("queue.language")}</th>
              <th scope="col">{say.value("queue.waiting")}</th>
              <th scope="col">{say.value("queue.oldest")}</th>
            </tr>
          </thead>
          <tbody>
            {waiting.map((line) => (
              <tr key={line.language}>
                <th scope="row">{nameOfLanguage(line.language)}</th>
                <td>{line.waiting}</td>
                <td>{line.oldest === null ? "" : clockDuration(now - line.oldest)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
