import { useEffect, useRef } from "preact/hooks";

interface Question {
  question: string;
  yes: string;
  no: string;
  /** Where nothing is lost by a yes. */
  mild?: boolean;
  decide: (sure: boolean) => void;
}

/** Asks once more before something that is hard to undo, or seen by others. Escape is no. */
export function Confirm({ question, yes, no, mild = false, decide }: Question) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  // Closed before it is taken away, so that the focus goes back to where it was.
  const answer = (sure: boolean) => {
    dialog.current?.close();
    decide(sure);
  };
  return (
    <dialog ref={dialog} class="confirm" aria-labelledby="confirm-question" onCancel={() => answer(false)}>
      <p id="confirm-question">{question}</p>
      <div class="confirm__answers">
        <button type="button" class="button" onClick={() => answer(false)}>
          {no}
        </button>
        <button
          type="button"
          class={`button button--${mild ? "primary" : "danger"}`}
          onClick={() => answer(true)}
        >
          {yes}
        </button>
      </div>
    </dialog>
  );
}
