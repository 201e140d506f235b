import { describe, expect, it, vi } from "vitest";
import type { Asks } from "../../../guide_server/web/admin/parts/asks";
import { differences, onTop, placed } from "../../../guide_server/web/admin/settings/differences";
import { SettingsModel } from "../../../guide_server/web/admin/settings/settings_model";
import { Refused } from "../../../guide_server/web/api";

const CONTENT = { ring_seconds: 25, wrap_up_seconds: 120 };

function areaAt(version: number, content: object = CONTENT) {
  return {
    area: "waiting",
    version,
    changed_at: version === 0 ? null : 1_790_000_000_000,
    changed_by: version === 0 ? null : "Demo Admin",
    note: "",
    from_file: version === 0,
    content,
    file: CONTENT,
  };
}

/** A server that answers each address with what was last put there; a refusal is thrown. */
function server(): { asks: Asks; answers: Map<string, unknown>; sent: unknown[] } {
  const answers = new Map<string, unknown>([
    ["/api/settings", { areas: [areaAt(0)], second_admin_for_retention: false }],
    ["/api/settings/waiting/versions", { versions: [], more: false }],
  ]);
  const sent: unknown[] = [];
  const answer = async (name: string) => {
    const found = answers.get(name);
    if (found instanceof Refused) throw found;
    return found as never;
  };
  const asks: Asks = {
    get: (path) => answer(path),
    send: (method, path, body) => {
      sent.push(body);
      return answer(`${method} ${path}`);
    },
  };
  return { asks, answers, sent };
}

async function opened() {
  const at = server();
  const model = new SettingsModel(at.asks);
  model.follow("waiting");
  await vi.waitFor(() => expect(model.current.value).not.toBeNull());
  return { model, ...at };
}

describe("differences", () => {
  it("are told path by path, and a list is one value", () => {
    const before = { week: { monday: ["08:00-17:00"], tuesday: [] }, closing: "serve" };
    const after = { week: { monday: ["09:00-17:00"], tuesday: [] }, closing: "serve" };
    expect(differences(before, after)).toEqual([
      { path: ["week", "monday"], before: ["08:00-17:00"], after: ["09:00-17:00"] },
    ]);
    expect(differences(after, after)).toEqual([]);
  });

  it("see what is new and what is gone, an empty thing too", () => {
    expect(differences({}, { exceptions: { "2026-12-24": [] } })).toEqual([
      { path: ["exceptions", "2026-12-24"], before: undefined, after: [] },
    ]);
    expect(differences({ sv: {} }, {})).toEqual([{ path: ["sv"], before: {}, after: undefined }]);
  });

  it("are put on top of what another changed, and mine stands where both did", () => {
    const base = { a: 1, b: 1, c: { d: 1 } };
    const mine = { a: 2, b: 1, c: {} };
    const theirs = { a: 3, b: 4, c: { d: 1, e: 5 } };
    expect(onTop(base, mine, theirs)).toEqual({ a: 2, b: 4, c: { e: 5 } });
    expect(placed({}, ["c", "d"], undefined)).toEqual({});
  });
});

describe("the history", () => {
  it("goes back page by page", async () => {
    const { model, answers } = await opened();
    const version = (number: number) => ({ number, content: CONTENT });
    answers.set("/api/settings/waiting/versions", { versions: [version(3), version(2)], more: true });
    await model.reload();
    answers.set("/api/settings/waiting/versions", { versions: [version(1)], more: false });
    const last = model.history.state.value.value?.versions.at(-1);
    if (last !== undefined) await model.older(last);
    const shown = model.history.state.value.value;
    expect(shown?.versions.map(({ number }) => number)).toEqual([3, 2, 1]);
    expect(shown?.more).toBe(false);
  });

  it("is gone back in from what is in force now", async () => {
    const { model, answers, sent } = await opened();
    answers.set("POST /api/settings/waiting/undo", { version: { number: 2 }, approval: null });
    answers.set("/api/settings", { areas: [areaAt(2)] });
    await model.undo(1, "");
    expect(sent).toEqual([{ number: 1, base: 0, note: null }]);
    expect(model.current.value?.version).toBe(2);
  });
});

describe("a draft", () => {
  it("is none any more once all is as it was", async () => {
    const { model } = await opened();
    model.edit({ ...CONTENT, ring_seconds: 20 });
    expect(model.draft.value?.base.version).toBe(0);
    model.edit({ ...CONTENT });
    expect(model.draft.value).toBeNull();
  });

  it("is tried and applied on the version that it was begun with", async () => {
    const { model, answers, sent } = await opened();
    const content = { ...CONTENT, ring_seconds: 20 };
    const changes = [{ path: "ring_seconds", before: 25, after: 20 }];
    answers.set("POST /api/settings/waiting/preview", { changes, effects: [], waits: false });
    model.edit(content);
    await model.tryOut();
    expect(model.preview.value?.changes).toEqual(changes);
    answers.set("PUT /api/settings/waiting", { version: { number: 1 }, approval: null });
    answers.set("/api/settings", { areas: [areaAt(1, content)] });
    await model.apply("too long");
    expect(sent).toEqual([
      { content, base: 0 },
      { content, base: 0, note: "too long" },
    ]);
    expect(model.draft.value).toBeNull();
    expect(model.content.value).toEqual(content);
  });

  it("is another draft once it is edited, and has to be tried again", async () => {
    const { model, answers } = await opened();
    answers.set("POST /api/settings/waiting/preview", { changes: [], effects: [], waits: false });
    model.edit({ ...CONTENT, ring_seconds: 20 });
    await model.tryOut();
    model.edit({ ...CONTENT, ring_seconds: 21 });
    expect(model.preview.value).toBeNull();
  });

  it("is kept with what is amiss at each path", async () => {
    const { model, answers } = await opened();
    const problems = [{ field: "ring_seconds", message: "too small", reason: "greater_than_equal" }];
    answers.set(
      "POST /api/settings/waiting/preview",
      new Refused("invalid_settings", "These cannot be used.", problems),
    );
    model.edit({ ...CONTENT, ring_seconds: 0 });
    await model.tryOut();
    expect(model.faults.value).toEqual([
      { path: ["ring_seconds"], id: "greater_than_equal", message: "too small" },
    ]);
    expect(model.draft.value?.content).toEqual({ ...CONTENT, ring_seconds: 0 });
  });

  it("outlives somebody who was faster, and goes on from theirs", async () => {
    const { model, answers } = await opened();
    model.edit({ ...CONTENT, ring_seconds: 20 });
    answers.set("PUT /api/settings/waiting", new Refused("settings_changed", "Somebody else changed it."));
    answers.set("/api/settings", { areas: [areaAt(1, { ...CONTENT, wrap_up_seconds: 60 })] });
    expect(await model.apply("")).toBeNull();
    expect(model.overtaken.value?.version).toBe(1);
    expect(model.content.value).toEqual({ ...CONTENT, ring_seconds: 20 });
    model.goOnFromTheirs();
    expect(model.draft.value?.base.version).toBe(1);
    expect(model.content.value).toEqual({ ring_seconds: 20, wrap_up_seconds: 60 });
  });

  it("is not lost where the server does not answer", async () => {
    const { model, answers } = await opened();
    model.edit({ ...CONTENT, ring_seconds: 20 });
    answers.set("PUT /api/settings/waiting", new Refused("offline", "away"));
    await expect(model.apply("")).rejects.toThrow("away");
    expect(model.draft.value).not.toBeNull();
  });

  it("holds whoever leaves until they are sure", async () => {
    const { model } = await opened();
    const go = vi.fn();
    expect(model.holds(go)).toBe(false);
    model.edit({ ...CONTENT, ring_seconds: 20 });
    expect(model.holds(go)).toBe(true);
    model.leave(false);
    expect(go).not.toHaveBeenCalled();
    expect(model.draft.value).not.toBeNull();
    model.holds(go);
    model.leave(true);
    expect(go).toHaveBeenCalledOnce();
    expect(model.draft.value).toBeNull();
  });
});
