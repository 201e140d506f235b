import { useEffect, useRef } from "preact/hooks";
import { Lifetime, pageTimers } from "../../../signaling/client";
import type { DeskModel } from "./desk_model";

/** In a call the resident is seen first: drawing the own picture costs a small machine as much. */
const AFTER_THE_RESIDENT = 600;

interface Props {
  model: DeskModel;
  label: string;
  inCall?: boolean;
}

/** The guide's own camera, mirrored as people know themselves. */
export function OwnPicture({ model, label, inCall = false }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const local = model.local;
  useEffect(() => {
    const element = video.current;
    if (element === null || local === null) return;
    const lifetime = new Lifetime();
    const show = (): void => {
      const stop = local.tracks.subscribe(({ video: track }) => {
        element.srcObject = track === null ? null : new MediaStream([track]);
      });
      lifetime.add(stop);
    };
    if (inCall) lifetime.add(pageTimers.after(AFTER_THE_RESIDENT, show));
    else show();
    return () => lifetime.end();
  }, [local, inCall]);
  return (
    <figure class="own-picture">
      <video ref={video} autoplay playsInline muted aria-label={label} />
      <figcaption>{label}</figcaption>
    </figure>
  );
}
