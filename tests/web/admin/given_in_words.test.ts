/** What stands in the audit as codes and ids, in the page's words. */
import { beforeEach, describe, expect, it } from "vitest";
import { givenInWords, whoInWords, whyInWords } from "../../../guide_server/web/admin/parts/given_in_words";
import { times } from "../../../guide_server/web/admin/texts";
import { language } from "../../../guide_server/web/staff_language";

const KNOWN = {
  neighbourhoods: [{ id: "varby", name: "Vårby" }],
  sites: [{ id: "varby-library", name: "Vårby bibliotek" }],
  kiosks: [{ id: "kiosk-1", name: "Vid dörren" }],
  guides: [{ id: "a1b2", name: "Anna Ek" }],
  languages: [
    { tag: "sv", swedish: "svenska", english: "Swedish" },
    { tag: "ar", swedish: "arabiska", english: "Arabic" },
  ],
} as never;

describe("what was chosen or changed", () => {
  beforeEach(() => {
    language.value = "sv";
  });

  it("names people, places and languages in the reader's language", () => {
    const added = { staff: "a1b2", roles: "admin guide", languages: "sv ar" };
    expect(givenInWords(added, KNOWN)).toBe(
      "konto Anna Ek · uppgifter administratör, vägledare · språk svenska, arabiska",
    );
    language.value = "en";
    expect(givenInWords(added, KNOWN)).toBe(
      "account Anna Ek · tasks admin, guide · languages Swedish, Arabic",
    );
    expect(givenInWords({ id: "varby-library" }, KNOWN)).toBe("place Vårby bibliotek");
    expect(givenInWords({ kiosk: "kiosk-1", neighbourhood: "varby" }, KNOWN)).toBe(
      "kiosk Vid dörren · neighbourhood Vårby",
    );
  });

  it("says codes by their texts, days as days and instants as times", () => {
    const since = Date.UTC(2025, 9, 1, 6);
    const chosen = { since, outcome: "outside_hours", order: "kiosk", offset: 50 };
    const when = times.value.moment(since);
    expect(givenInWords(chosen, KNOWN)).toBe(`från ${when} · utfall utanför öppettid`);
    expect(givenInWords({ from: "2025-10-01", how: "substitute" }, KNOWN)).toBe(
      "från 1 oktober 2025 · hur på ett närliggande språk",
    );
    expect(givenInWords({ changed: "roles password_hash" }, KNOWN)).toBe("ändrat uppgifter, lösenord");
    expect(givenInWords({ approval: 4, for: "roles", approved: "yes" }, KNOWN)).toBe(
      "begäran 4 · om ge eller ta uppgifter · godkänt ja",
    );
    expect(givenInWords({ as: "csv", public: 1 }, KNOWN)).toBe("fil csv · som allmän handling");
  });

  it("leaves what it does not know as it was written", () => {
    expect(givenInWords({ staff: "gone", shape: "round" }, KNOWN)).toBe("konto gone · shape round");
    expect(givenInWords({ kiosk: "kiosk-1" }, null)).toBe("skärm kiosk-1");
    expect(givenInWords({}, KNOWN)).toBe("");
  });

  it("tells programs and machines from people, and purposes from what somebody wrote", () => {
    expect(whoInWords("Anna Ek", KNOWN)).toBe("Anna Ek");
    expect(whoInWords("kiosk-1", KNOWN)).toBe("Vid dörren");
    expect(whoInWords("token:statistik", KNOWN)).toBe("Nyckeln statistik");
    expect(whoInWords("retention", KNOWN)).toBe("Gallringen");
    expect(whyInWords("follow_up")).toBe("Uppföljning");
    expect(whyInWords("mistake")).toBe("Ett prov eller ett misstag");
    expect(whyInWords("cloned_key")).toBe("Nyckeln fanns på två maskiner");
    expect(whyInWords("se sv_SE i avtalet")).toBe("se sv_SE i avtalet");
  });
});
