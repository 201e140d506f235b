import { afterEach, expect, test, vi } from "vitest";
import type { Me } from "../../../guide_server/web/api_types";
import { mayOpen, SignInModel } from "../../../guide_server/web/signin/model";

const me = (roles: Me["roles"]): Me => ({
  staff: "s",
  login: "s",
  name: "S",
  roles,
  csrf: "c",
  expires: 0,
  zone: "Europe/Stockholm",
});

function server(answers: Record<string, { status: number; body: unknown }>) {
  const asked = vi.fn(async (path: string, init: RequestInit) => {
    const { status, body } = answers[`${init.method} ${path}`] ?? { status: 404, body: {} };
    return new Response(JSON.stringify(body), { status });
  });
  vi.stubGlobal("fetch", asked);
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test.each([
  [["admin"], "/admin/?language=ar", true],
  [["guide"], "/admin/", false],
  [["leader"], "/board/", true],
  [["leader"], "/desk/?join=01936f2a-7c3e-7b1d-9a53-3f1c2b7e9d10", true],
  [["leader"], "/admin/", true],
  [["analyst"], "/admin/", true],
  [["technician"], "/admin/", true],
  [["analyst"], "/board/", false],
  [["technician"], "/desk/", false],
  [["guide"], "/board/", false],
  [["admin"], "/board/", true],
  [["admin"], "//evil.example/admin/", false],
  [["admin"], "https://evil.example", false],
  [["admin"], "", false],
  [["admin"], "/account/", true],
  [["guide"], "/check/?a", true],
  [["admin"], "/check/", false],
  [["guide"], "/toString/", false],
] as const)("someone who is %j and wishes for %s: %s", (roles, path, allowed) => {
  expect(mayOpen(me([...roles]), path)).toBe(allowed);
});

test("whoever is signed in already goes on at once", async () => {
  server({ "GET /api/me": { status: 200, body: me(["guide"]) } });
  const go = vi.fn();
  await new SignInModel("", go).look();
  expect(go).toHaveBeenCalledWith("/desk/");
});

test("a guide who was sent here by the admin page is told so, and not sent around", async () => {
  server({ "GET /api/me": { status: 200, body: me(["guide"]) } });
  const go = vi.fn();
  const model = new SignInModel("/admin/", go);
  await model.look();
  expect(model.stage.value.name).toBe("not_yours");
  expect(go).not.toHaveBeenCalled();
});

test("a wrong password is told in words and can be tried again", async () => {
  server({
    "POST /api/session": { status: 401, body: { id: "wrong_credentials", message: "no", fields: [] } },
  });
  const model = new SignInModel("", vi.fn());
  await model.signIn("amina", "guess");
  expect(model.fault.value).toBe("wrong_credentials");
  expect(model.working.value).toBe(false);
});

test("an empty form asks the server nothing", async () => {
  const asked = server({});
  const model = new SignInModel("", vi.fn());
  await model.signIn(" ", "");
  expect(model.fault.value).toBe("empty");
  expect(asked).not.toHaveBeenCalled();
});

test("without a server the page says so", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("no network")));
  const model = new SignInModel("", vi.fn());
  await model.look();
  expect(model.stage.value.name).toBe("form");
  await model.signIn("amina", "a password");
  expect(model.fault.value).toBe("offline");
});

test("a second step is asked for once the password is right, and the same password goes with it", async () => {
  const asked = server({
    "POST /api/session": { status: 401, body: { id: "second_step_needed", message: "more", fields: [] } },
  });
  const model = new SignInModel("/check/", vi.fn());
  await model.signIn(" amina ", "a password");
  expect(model.stage.value.name).toBe("code");
  expect(model.fault.value).toBeNull();
  await model.giveCode(" ");
  expect(model.fault.value).toBe("empty_code");
  await model.giveCode(" 123 456 ");
  const sent = JSON.parse(String(asked.mock.lastCall?.[1].body));
  expect(sent).toEqual({ login: "amina", password: "a password", code: "123 456", next: "/check/" });
  model.restart();
  expect(model.stage.value.name).toBe("form");
});

test("what went wrong at the identity provider is said, and nothing that an address makes up", async () => {
  expect(new SignInModel("", vi.fn(), "oidc_away").fault.value).toBe("oidc_away");
  expect(new SignInModel("", vi.fn(), "title").fault.value).toBeNull();
  expect(new SignInModel("/desk/?a=b", vi.fn()).provider).toBe("/api/oidc?next=%2Fdesk%2F%3Fa%3Db");
});

test("the ways in are asked for where nobody is signed in", async () => {
  server({ "GET /api/ways-in": { status: 200, body: { provider: true, button: "Kommunkonto" } } });
  const model = new SignInModel("", vi.fn());
  await model.look();
  expect(model.ways.value).toEqual({ provider: true, button: "Kommunkonto" });
});
