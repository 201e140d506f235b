import { useState } from "preact/hooks";
import { Icon } from "../../../../signaling/theme/icons";
import type { LogView } from "../../api_types";
import type { AdminModel } from "../model";
import { Link } from "../parts/link";
import { isNarrowed, savedAs } from "../place";
import { isolated, say, sayCode } from "../texts";

const LONGEST = 60;

/** The saved selections, each a link, and what saves the present one. */
export function SavedViewsRow({ model }: { model: AdminModel }) {
  const [naming, setNaming] = useState(false);
  const views = model.savedViews.all.value;
  return (
    <div class="views">
      {views.length > 0 && (
        <ul class="views__list" aria-label={say.value("views.title")}>
          {views.map((view) => (
            <Saved key={view.id} model={model} view={view} />
          ))}
        </ul>
      )}
      {naming ? (
        <Naming model={model} done={() => setNaming(false)} />
      ) : (
        isNarrowed(model.place.value) && (
          <button type="button" class="button button--quiet" onClick={() => setNaming(true)}>
            {say.value("views.save")}
          </button>
        )
      )}
    </div>
  );
}

function Saved({ model, view }: { model: AdminModel; view: LogView }) {
  return (
    <li class="views__view">
      <Link model={model} to={savedAs(model.place.value, view.selection)} class="views__name">
        <bdi>{view.name}</bdi>
        {!view.own && (
          <span class="views__owner">{say.value("views.by", { name: isolated(view.owner_name) })}</span>
        )}
      </Link>
      {view.own && (
        <button
          type="button"
          class="views__forget"
          aria-label={say.value("views.forget", { name: isolated(view.name) })}
          onClick={() => void model.savedViews.forget(view)}
        >
          <Icon name="close" />
        </button>
      )}
    </li>
  );
}

function Naming({ model, done }: { model: AdminModel; done: () => void }) {
  const problem = model.savedViews.problem.value;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const name = String(form.get("name")).trim();
    if (await model.savedViews.save(name, form.has("shared"), model.place.peek().log)) done();
  };
  return (
    <form class="views__form" onSubmit={save}>
      <label for="view-name">{say.value("views.name")}</label>
      <input id="view-name" name="name" required maxLength={LONGEST} pattern=".*\S.*" autocomplete="off" />
      <label class="views__shared">
        <input type="checkbox" name="shared" />
        {say.value("views.share")}
      </label>
      <button type="submit" class="button">
        {say.value("views.keep")}
      </button>
      <button type="button" class="button button--quiet" onClick={done}>
        {say.value("views.cancel")}
      </button>
      {problem !== null && <p role="alert">{sayCode("views.problem", problem)}</p>}
    </form>
  );
}
