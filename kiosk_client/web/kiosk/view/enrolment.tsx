/** A screen that is no kiosk yet: the one-time code, by finger, keyboard or a scanner that types. */
import { useEffect, useRef, useState } from "preact/hooks";
import { WideButton } from "./parts";
import { useStage } from "./stage";
import { EraseKey } from "./ticket";

/** The letters of a code: none that looks like another (signaling/store/directory.py). */
const LETTERS = [..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"];
const LENGTH = 12;

export function Enrolment() {
  const { say, machine } = useStage();
  const [code, setCode] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const type = (text: string): void => {
    setRefused(null);
    setCode(
      [...text.toUpperCase().replaceAll("O", "0").replace(/[IL]/g, "1")]
        .filter((letter) => LETTERS.includes(letter))
        .slice(0, LENGTH)
        .join(""),
    );
  };
  const enrol = async (): Promise<void> => {
    try {
      await machine.enrol(code);
    } catch (error) {
      setRefused(error instanceof Error && error.message === "unavailable" ? "away" : "refused");
    }
  };
  return (
    <form
      class="enrolment"
      onSubmit={(event) => {
        event.preventDefault();
        void enrol();
      }}
    >
      <label class="enrolment__label" for="enrolment">
        {say("enrol.label")}
      </label>
      <input
        id="enrolment"
        class="enrolment__code"
        ref={field}
        dir="ltr"
        inputMode="none"
        autoComplete="off"
        spellcheck={false}
        value={code}
        onInput={(event) => type(event.currentTarget.value)}
      />
      {refused !== null && (
        <p class="enrolment__refused" role="alert">
          {say(refused === "away" ? "ended.unreachable.title" : "enrol.refused")}
        </p>
      )}
      <div class="enrolment__keys" dir="ltr">
        {LETTERS.map((letter) => (
          <button
            type="button"
            class="button keypad__key"
            key={letter}
            data-letter={letter}
            onClick={() => type(code + letter)}
          >
            {letter}
          </button>
        ))}
        <EraseKey onErase={() => type(code.slice(0, -1))} />
      </div>
      {code.length === LENGTH && (
        <WideButton name="enrol" kind="now" icon="check" onClick={() => void enrol()}>
          {say("ticket.redeem")}
        </WideButton>
      )}
    </form>
  );
}
