/**
 * How sound and picture come through, in one word, by what a person notices. Pure.
 *
 * The bands: below 20 pictures a second signing and lips cannot be followed (EN 301 549 §6.5.3), below 10 a face
 * freezes. More than 3 % of lost packets is heard (ITU-T G.1010, conversational voice); beyond 10 % words are missing.
 * A round trip of 800 ms is G.1010's limit of 400 ms one way, above which people interrupt each other; from half of it
 * on they notice. A picture that stands still counts as few pictures.
 */
import type { Quality } from "./quality";
import type { Sending } from "./talk/table_messages";
import type { Grade } from "./types";

/** EN 301 549 §6.5.3: fewer pictures a second are too few for sign language. */
export const FOR_SIGNING = 20;
const FRAMES = { fair: FOR_SIGNING, poor: 10 };
const LOSS = { fair: 3, poor: 10 };
const ROUND_TRIP = { fair: 400, poor: 800 };

/** `sending`: whether the other side's picture is meant to come. One that is not sent by choice is not missed. */
export function gradeOf(
  quality: Pick<Quality, "flowing" | "framesPerSecond" | "loss" | "roundTrip">,
  sending: Sending = "on",
): Grade {
  const frames = sending === "on" ? quality.framesPerSecond : Number.POSITIVE_INFINITY;
  const delay = quality.roundTrip ?? 0;
  if (!quality.flowing) return "none";
  if (frames < FRAMES.poor || quality.loss > LOSS.poor || delay > ROUND_TRIP.poor) return "poor";
  if (sending === "network") return "audio_only";
  if (frames < FRAMES.fair || quality.loss > LOSS.fair || delay > ROUND_TRIP.fair) return "fair";
  return "good";
}
