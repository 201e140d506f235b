/** For whoever looks after this screen: a PIN, and then one of three deeds. The agent decides. */
import { useState } from "preact/hooks";
import type { IconName } from "../../../../signaling/theme/icons";
import type { Deed } from "../agent";
import { ClosePanel, Dialog } from "./dialogs";
import { WideButton } from "./parts";
import { useStage } from "./stage";
import { Keypad } from "./ticket";

const SHORTEST_PIN = 6;
const LONGEST_PIN = 12;
const DEEDS: readonly (readonly [Deed, IconName])[] = [
  ["test", "check"],
  ["restart", "play"],
  ["leave", "sign_out"],
];

export function TechnicianPanel() {
  const { say, act, machine } = useStage();
  const [pin, setPin] = useState("");
  const [wrong, setWrong] = useState(false);
  const close = (): void => act({ type: "panel", panel: null });
  const type = (digits: string): void => {
    setWrong(false);
    setPin(digits.slice(0, LONGEST_PIN));
  };
  const ask = async (deed: Deed): Promise<void> => {
    try {
      await machine.technician(pin, deed);
      close();
    } catch {
      setPin("");
      setWrong(true);
    }
  };
  return (
    <Dialog title={say("technician.title")} onClose={close}>
      <p class="lead" role="status">
        {say(wrong ? "technician.wrong" : "technician.pin")}
      </p>
      <output class="technician__pin" aria-label="PIN">
        {"•".repeat(pin.length)}
      </output>
      <div class="technician">
        <Keypad digits={pin} onDigits={type} />
        <div class="choices">
          {DEEDS.map(([deed, icon]) => (
            <WideButton
              key={deed}
              name={`technician_${deed}`}
              icon={icon}
              disabled={pin.length < SHORTEST_PIN}
              onClick={() => void ask(deed)}
            >
              {say(`technician.${deed}`)}
            </WideButton>
          ))}
          <ClosePanel />
        </div>
      </div>
    </Dialog>
  );
}
