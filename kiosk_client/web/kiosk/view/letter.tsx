/** Showing a paper: what the camera sees, then the sharp still that the guide sees too, to point at and draw on. */
import { useEffect, useRef, useState } from "preact/hooks";
import { KIOSK } from "../../../../signaling/client";
import { Icon } from "../../../../signaling/theme/icons";
import { LetterCamera } from "../letter_camera";
import { SharedSheet, SheetFoot } from "./shared_sheet";
import { useStage } from "./stage";

/** Takes the place of the controls. */
export function LetterDesk() {
  const { state } = useStage();
  return state.shared.sheet?.by === KIOSK ? <Letter /> : <Viewfinder />;
}

type Taking = "ready" | "taking" | "no_camera";

function Viewfinder() {
  const { state, say, act, pictures } = useStage();
  const [taking, setTaking] = useState<Taking>("ready");
  const video = useRef<HTMLVideoElement>(null);
  const camera = useRef<LetterCamera | null>(null);
  useEffect(() => {
    const letters = new LetterCamera();
    camera.current = letters;
    void letters.open(pictures.ownCamera()).then((stream) => {
      if (video.current) video.current.srcObject = stream;
      if (stream === null) setTaking("no_camera");
      // Unplugged: its last picture must not stand there as if it saw the paper.
      for (const track of stream?.getTracks() ?? []) track.onended = () => setTaking("no_camera");
    });
    return () => letters.end();
  }, [pictures]);
  const take = async (): Promise<void> => {
    setTaking("taking");
    try {
      const letter = await camera.current?.photograph();
      if (letter !== undefined) await pictures.conversation?.lay(letter);
    } catch {
      setTaking("no_camera");
    }
  };
  const back = (): void => {
    pictures.conversation?.answerLetterWish();
    act({ type: "aside", aside: null });
  };
  return (
    <div class="letter">
      <p class="letter__lead">
        {state.shared.letterWanted && <strong>{say("letter.wanted")} </strong>}
        {say(taking === "no_camera" ? "letter.no_camera" : "letter.lead")}
      </p>
      {taking !== "no_camera" && (
        <video
          class="letter__preview"
          aria-label={say("letter.preview")}
          ref={video}
          autoPlay
          playsInline
          muted
        />
      )}
      <div class="letter__acts">
        <button type="button" class="button" data-action="letter-back" onClick={back}>
          <Icon name="back" />
          {say("letter.back")}
        </button>
        {taking !== "no_camera" && (
          <button
            type="button"
            class="button button--now letter__take"
            data-action="letter-take"
            disabled={taking === "taking"}
            onClick={() => void take()}
          >
            <Icon name="camera" />
            {say(taking === "taking" ? "letter.sending" : "letter.take")}
          </button>
        )}
      </div>
      <SheetFoot>{say("letter.privacy")}</SheetFoot>
    </div>
  );
}

function Letter() {
  const { state, say, pictures, act } = useStage();
  const { sheet } = state.shared;
  if (sheet === null) return null;
  const again = (): void => {
    pictures.conversation?.putAway();
    act({ type: "aside", aside: "letter" });
  };
  return (
    <div class="letter">
      <SharedSheet sheet={sheet} label={say("letter.name")} />
      <div class="letter__acts">
        <button
          type="button"
          class="button"
          data-action="letter-away"
          onClick={() => pictures.conversation?.putAway()}
        >
          <Icon name="close" />
          {say("letter.away")}
        </button>
        <button type="button" class="button button--primary" data-action="letter-again" onClick={again}>
          <Icon name="camera" />
          {say("letter.again")}
        </button>
      </div>
      <SheetFoot>{say("letter.privacy")}</SheetFoot>
    </div>
  );
}
