/**
 * The eye that measures every mode alike. It is put into each page before its own scripts.
 *
 * `eye.marks` holds when things happened first since `eye.open()`, in ms on the clock that all processes of one machine
 * share: `deed` a person's key or tap, `call` and `take` a command on its way, `picture` the first frame of the other party
 * that is shown and not black.
 */
type Mark = "deed" | "call" | "take" | "picture";

const OTHER = "video.guide-picture, video.call__resident, video.other";
/** A point brighter than this, of 255, is no black. */
const BLACK = 60;

const canvas = new OffscreenCanvas(16, 12);
const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
let marks: Partial<Record<Mark, number>> = {};
let watched: HTMLVideoElement | null = null;

function mark(what: Mark): void {
  marks[what] ??= performance.timeOrigin + performance.now();
}

function isPicture(video: HTMLVideoElement): boolean {
  if (context === null) return false;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return data.some((value, place) => place % 4 < 3 && value > BLACK);
}

/** Look at each frame of the element until it is gone. */
function watch(video: HTMLVideoElement): void {
  watched = video;
  const onFrame = (): void => {
    if (watched !== video) return;
    // The time is that of the frame; looking at its points takes a while.
    const before = performance.timeOrigin + performance.now();
    if (marks.picture === undefined && isPicture(video)) marks.picture = before;
    video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);
}

function look(): void {
  const video = document.querySelector<HTMLVideoElement>(OTHER);
  if (video !== null && video !== watched) watch(video);
  requestAnimationFrame(look);
}

for (const deed of ["pointerdown", "keydown"]) addEventListener(deed, () => mark("deed"), { capture: true });

const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data): void {
  if (typeof data === "string") {
    if (data.includes('"type":"call"')) mark("call");
    if (data.includes('"type":"take"')) mark("take");
  }
  send.call(this, data);
};

/** Take as soon as the desk rings, as a guide would who has the finger on the key. */
function takeAtOnce(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector(".ringing") === null) return;
    observer.disconnect();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  });
  observer.observe(document, { childList: true, subtree: true });
}

const held: MediaStream[] = [];

/** Have the camera and the microphone of this machine open already, until the page is left. */
async function openCamera(): Promise<void> {
  const video = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };
  held.push(await navigator.mediaDevices.getUserMedia({ audio: true, video }));
}

const eye = {
  get marks() {
    return marks;
  },
  open(): void {
    marks = {};
  },
  mark,
  openCamera,
  takeAtOnce,
};
Object.assign(window, { eye });
requestAnimationFrame(look);
