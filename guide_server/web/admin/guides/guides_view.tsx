import { useSignal } from "@preact/signals";
import type { DirectoryPage, Guide } from "../../api_types";
import type { AdminModel } from "../model";
import { Columns } from "../parts/columns";
import { Trouble } from "../parts/trouble";
import { nameOfLanguage, say, sayCode } from "../texts";
import { GuideForm } from "./guide_form";

/** The guides: who can sign in, which languages they have between them, and which nobody has. */
export function GuidesView({ model }: { model: AdminModel }) {
  const state = model.directory.state.value;
  const known = state.value;
  /** Whose form is open: a guide's, or `new`. */
  const open = useSignal<Guide | "new" | null>(null);
  const said = useSignal("");
  const close = (saved: string | null) => {
    open.value = null;
    said.value = saved ?? "";
  };
  return (
    <>
      <section class="summary">
        <p class="eyebrow">{say.value("guides.title")}</p>
        <h1>{known === null ? say.value("guides.title") : headline(known)}</h1>
        {known !== null && uncovered(known) !== "" && (
          <p class="summary__lead">{say.value("guides.uncovered", { languages: uncovered(known) })}</p>
        )}
      </section>
      <Trouble of={state} retry={() => void model.reloadDirectory()} />
      <p role="status" class="said">
        {said.value}
      </p>
      {known !== null && open.value !== null && (
        <GuideForm
          key={open.value === "new" ? "new" : open.value.id}
          model={model}
          known={known}
          guide={open.value === "new" ? null : open.value}
          close={close}
        />
      )}
      {open.value === null && known !== null && (
        <p>
          <button
            type="button"
            class="button button--primary"
            onClick={() => {
              open.value = "new";
            }}
          >
            {say.value("guides.add")}
          </button>
        </p>
      )}
      {known !== null && known.guides.length > 0 && (
        <Guides
          known={known}
          change={(guide) => {
            open.value = guide;
            said.value = "";
          }}
        />
      )}
    </>
  );
}

function Guides({ known, change }: { known: DirectoryPage; change: (guide: Guide) => void }) {
  return (
    <div class="table-frame">
      <table class="table">
        <Columns
          of={[
            "guides.name",
            "guides.login",
            "guides.roles",
            "guides.languages",
            "guides.state",
            "kiosks.actions",
          ]}
        />
        <tbody>
          {known.guides.map((guide) => (
            <tr key={guide.id}>
              <th scope="row">
                <bdi>{guide.name}</bdi>
              </th>
              <td>{guide.login}</td>
              <td class="table__roles">
                {guide.roles.map((role) => say.value(`guides.role_name.${role}`)).join(", ") || "–"}
              </td>
              <td class="table__wide">
                {guide.languages.map((tag) => nameOfLanguage(tag, known.languages)).join(", ") || "–"}
                {guide.topics.length > 0 && (
                  <span class="table__side">
                    {say.value("guides.knows", {
                      topics: guide.topics
                        .map((topic) => sayCode("topic", topic).toLocaleLowerCase())
                        .join(", "),
                    })}
                  </span>
                )}
              </td>
              <td>
                <span class={guide.active ? "dot dot--free" : "dot"}>
                  {say.value(guide.active ? "guides.active" : "guides.inactive")}
                </span>
              </td>
              <td>
                <button
                  type="button"
                  class="button button--small"
                  aria-label={`${say.value("guides.change")}: ${guide.name}`}
                  onClick={() => change(guide)}
                >
                  {say.value("guides.change")}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function headline({ guides }: DirectoryPage): string {
  const active = guides.filter(isServing);
  if (active.length === 0) return say.value("guides.none");
  const languages = new Set(active.flatMap((guide) => guide.languages)).size;
  return say.value("guides.headline", { count: active.length, languages });
}

const isServing = (guide: Guide) => guide.active && guide.roles.includes("guide");

/** The offered languages that no active guide speaks. */
function uncovered({ guides, languages }: DirectoryPage): string {
  const spoken = new Set(guides.filter(isServing).flatMap((guide) => guide.languages));
  return languages
    .filter(({ tag }) => !spoken.has(tag))
    .map(({ tag }) => nameOfLanguage(tag, languages))
    .join(", ");
}
