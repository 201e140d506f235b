/** Puts something on paper where this kiosk has a printer: the tap is the resident's yes. */
import { useState } from "preact/hooks";
import { pictureOf, type Slip } from "../slip";
import { WideButton } from "./parts";
import { useStage } from "./stage";

interface PrintButtonProps {
  /** What is printed: asked for at the tap. */
  slip(): Promise<Slip>;
  onPrinted?(): void;
}

type Printing = "ready" | "printing" | "printed" | "print_failed";

export function PrintButton({ slip, onPrinted }: PrintButtonProps) {
  const { state, say, machine } = useStage();
  const [printing, setPrinting] = useState<Printing>("ready");
  if (state.profile?.printer !== true) return null;
  const print = async (): Promise<void> => {
    setPrinting("printing");
    try {
      await machine.print(await pictureOf(await slip()));
      setPrinting("printed");
      onPrinted?.();
    } catch {
      setPrinting("print_failed");
    }
  };
  if (printing === "printed") return <p class="printed">{say("note.printed")}</p>;
  return (
    <>
      {printing === "print_failed" && (
        <p class="printed" role="status">
          {say("note.print_failed")}
        </p>
      )}
      <WideButton name="print" icon="download" onClick={() => printing !== "printing" && void print()}>
        {say("note.print")}
      </WideButton>
    </>
  );
}
