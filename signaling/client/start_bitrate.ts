/**
 * The other party's description, with a first estimate of what our way to it carries.
 *
 * A browser begins at 300 kbit/s, and begins there again whenever ICE settles on another path while it rings. The first
 * frame of real texture is then paced out over 100 ms and more, whatever the path could carry. Chromium reads another
 * beginning from the format parameters that the receiver states; browsers without it ignore the word (RFC 8866 §6.15).
 * How much is really sent at first is held down by `picture_ramp`.
 */

const BEGINNING = "x-google-start-bitrate=1000";
/** Formats that carry no picture of their own. */
const HELPERS = /^(rtx|red|ulpfec|flexfec-03)$/i;

export function withStartBitrate(sdp: string): string {
  const [session = "", ...media] = sdp.split(/(?=^m=)/m);
  return (
    session + media.map((section) => (section.startsWith("m=video") ? begun(section) : section)).join("")
  );
}

function begun(section: string): string {
  const parameters = new Map<string, string>();
  for (const [, format = "", value = ""] of section.matchAll(/^a=fmtp:(\d+) (.*)$/gm)) {
    parameters.set(format, value);
  }
  const others = section.replace(/^a=fmtp:.*\r?\n/gm, "");
  return others.replace(/^a=rtpmap:(\d+) ([^/\s]+).*$/gm, (line: string, format: string, codec: string) => {
    const stated = parameters.get(format);
    const all = [...(stated ? [stated] : []), ...(HELPERS.test(codec) ? [] : [BEGINNING])];
    return all.length === 0 ? line : `${line}\r\na=fmtp:${format} ${all.join(";")}`;
  });
}
