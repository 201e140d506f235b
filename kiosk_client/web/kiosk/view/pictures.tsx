/** The two pictures of a call. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import { gainOf } from "../volume";
import { useStage } from "./stage";

/**
 * The guide. It is on the page from the tap on, unseen, so that the first frame shows at once.
 *
 * Without sound of its own control: the volume is the resident's choice.
 */
export function GuidePicture({ seen }: { seen: boolean }) {
  const { state, pictures } = useStage();
  const video = useRef<HTMLVideoElement>(null);
  const { volume } = state.visit.comfort;
  useEffect(() => (video.current ? pictures.guide(video.current) : undefined), [pictures]);
  useEffect(() => {
    if (video.current) video.current.volume = gainOf(volume);
  }, [volume]);
  // biome-ignore lint/a11y/useMediaCaption: a live conversation has none.
  return <video class="guide-picture" data-seen={seen} ref={video} autoPlay playsInline />;
}

/** An interpreter or a colleague, beside the guide. */
export function GuestPicture({ number, name }: { number: number; name: string }) {
  const { state, pictures } = useStage();
  const video = useRef<HTMLVideoElement>(null);
  const { volume } = state.visit.comfort;
  useEffect(() => (video.current ? pictures.guest(number, video.current) : undefined), [pictures, number]);
  useEffect(() => {
    if (video.current) video.current.volume = gainOf(volume);
  }, [volume]);
  return (
    <figure class="guest-picture">
      {/* biome-ignore lint/a11y/useMediaCaption: a live conversation has none. */}
      <video ref={video} autoPlay playsInline />
      <figcaption>
        <bdi>{name}</bdi>
      </figcaption>
    </figure>
  );
}

/** The resident's own picture, mirrored as people know themselves, or the words that say why there is none. */
export function Mirror({ note }: { note?: string }) {
  const { state, say } = useStage();
  const { devices, visit } = state;
  if (devices.camera !== "on" && devices.camera !== "opening") {
    return <MirrorWords>{say("mirror.no_camera")}</MirrorWords>;
  }
  if (!visit.camera) return <MirrorWords>{say("mirror.unseen")}</MirrorWords>;
  return (
    <figure class="mirror-figure">
      <MirrorVideo />
      {note && <figcaption>{note}</figcaption>}
    </figure>
  );
}

function MirrorVideo() {
  const { pictures, say } = useStage();
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => (video.current ? pictures.mirror(video.current) : undefined), [pictures]);
  return (
    <video
      class="mirror mirror--video"
      aria-label={say("mirror.name")}
      ref={video}
      autoPlay
      playsInline
      muted
    />
  );
}

function MirrorWords({ children }: { children: string }) {
  return (
    <div class="mirror mirror--words">
      <Icon name="camera_off" />
      <p>{children}</p>
    </div>
  );
}
