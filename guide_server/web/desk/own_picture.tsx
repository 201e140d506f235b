import { useEffect, useRef } from "preact/hooks";
import type { DeskModel } from "./desk_model";

/** The guide's own camera, mirrored as people know themselves. */
export function OwnPicture({ model, label }: { model: DeskModel; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  const local = model.local;
  useEffect(() => {
    const element = video.current;
    if (element === null || local === null) return;
    return local.tracks.subscribe(({ video: track }) => {
      element.srcObject = track === null ? null : new MediaStream([track]);
    });
  }, [local]);
  return (
    <figure class="own-picture">
      <video ref={video} autoplay playsInline muted aria-label={label} />
      <figcaption>{label}</figcaption>
    </figure>
  );
}
