import { say } from "../texts";
import type { SitesContent } from "./contents";
import { type Editing, faultAt, siteIn } from "./editing";
import { Field } from "./field";
import { TakeAway } from "./order";

const LONGEST = 1_000;
const ROWS = 4;

/** What guides should know of each place while they talk with somebody there. */
export function SitesEditor({ content, edit, faults, names }: Editing<SitesContent>) {
  const known = names.sites.map(({ id }) => id);
  const gone = Object.keys(content.sites).filter((id) => !known.includes(id));
  return (
    <section class="settings__part">
      {known.length + gone.length === 0 && <p class="help">{say.value("settings.no_sites")}</p>}
      <ul class="places">
        {[...known, ...gone].map((id) => (
          <li key={id} class="places__one">
            <Field
              label={siteIn(id, names)}
              fault={faultAt(faults, ["sites", id], true)}
              {...(gone.includes(id) && { help: say.value("settings.site_gone") })}
            >
              {(bound) => (
                <textarea
                  {...bound}
                  dir="auto"
                  rows={ROWS}
                  maxLength={LONGEST}
                  value={content.sites[id]?.information ?? ""}
                  onInput={({ currentTarget }) => edit(withInformation(content, id, currentTarget.value))}
                />
              )}
            </Field>
            {gone.includes(id) && <TakeAway of={id} away={() => edit(withInformation(content, id, ""))} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A place of which nothing is said any more is left out. */
export function withInformation(content: SitesContent, id: string, information: string): SitesContent {
  const { [id]: _gone, ...others } = content.sites;
  return information === "" ? { sites: others } : { sites: { ...content.sites, [id]: { information } } };
}
