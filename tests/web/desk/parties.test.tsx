/** Whoever else takes part is seen and heard as this guide has chosen. */
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { GuestPictures } from "../../../guide_server/web/desk/parties_panel";
import { chooseDevice } from "../../../guide_server/web/devices";
import type { Link } from "../../../signaling/client";
import type { DeskCall } from "../../../signaling/client/types";

afterEach(() => localStorage.clear());

test("a guest sounds from the chosen speaker", async () => {
  const sink = vi.fn(async () => {});
  Object.assign(HTMLMediaElement.prototype, { setSinkId: sink });
  chooseDevice("speaker", "headset");
  const show = vi.fn(() => () => {});
  const links = [{ number: 2, show }] as unknown as readonly Link[];
  const call = { parties: [] } as unknown as DeskCall;
  await act(() => render(<GuestPictures links={links} call={call} volume={0.5} />, document.body));
  expect(sink).toHaveBeenCalledWith("headset");
  expect(show).toHaveBeenCalledWith(document.querySelector("video"));
});
