import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../../signaling/theme/icons";
import { switchLanguage } from "../staff_language";
import { AlarmsView } from "./alarms/alarms_view";
import { BoardView } from "./board/board_view";
import { EqualityView } from "./equality/equality_view";
import { GuidesView } from "./guides/guides_view";
import { IntegrationsView } from "./integrations/integrations_view";
import { KiosksView } from "./kiosks/kiosks_view";
import { CallView } from "./log/call_view";
import { LogView } from "./log/log_view";
import type { AdminModel } from "./model";
import { Link } from "./parts/link";
import { PlanningView } from "./planning/planning_view";
import { ReadingsView } from "./readings/readings_view";
import { ReportView } from "./report/report_view";
import { RegisterView } from "./review/register_view";
import { ReviewView } from "./review/review_view";
import { SettingsView } from "./settings/settings_view";
import { StatisticsView } from "./statistics/statistics_view";
import { say } from "./texts";

export function Admin({ model }: { model: AdminModel }) {
  const { view, call } = model.place.value;
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) main.current?.focus();
    first.current = false;
  }, [view, call]);
  return (
    <>
      <a class="skip button" href="#main">
        {say.value("skip")}
      </a>
      <Head model={model} />
      {model.signedOut.value && (
        <div class="notice notice--danger signed-out" role="alert">
          <Icon name="lock" />
          <p>{say.value("signed_out")}</p>
          <a class="button" href={model.signInAddress} target="_blank" rel="noopener">
            {say.value("signed_out_link")}
          </a>
        </div>
      )}
      {model.isDemo && (
        <aside class="demo-note" aria-label={say.value("demo_label")}>
          {say.value("demo")}
        </aside>
      )}
      <main id="main" class="sheet" ref={main} tabIndex={-1}>
        <View model={model} />
      </main>
    </>
  );
}

/** Who is signed in, and the ways out. Escape and leaving it close the menu. */
function Who({ model }: { model: AdminModel }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => menu.current?.removeAttribute("open");
  const leave = (event: FocusEvent) => {
    if (!menu.current?.contains(event.relatedTarget as Node | null)) close();
  };
  return (
    <details
      ref={menu}
      class="who"
      onFocusOut={leave}
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <summary class="button button--quiet">
        <Icon name="person" />
        <bdi class="who__name">{model.me.value?.name}</bdi>
      </summary>
      <div class="who__menu card">
        <a class="button button--quiet" href="/account/">
          <Icon name="lock" />
          {say.value("own_account")}
        </a>
        <button type="button" class="button button--quiet" onClick={() => void model.signOut(false)}>
          <Icon name="sign_out" />
          {say.value("sign_out")}
        </button>
        <button type="button" class="button button--quiet" onClick={() => void model.signOut(true)}>
          <Icon name="sign_out" />
          {say.value("sign_out_everywhere")}
        </button>
      </div>
    </details>
  );
}

function View({ model }: { model: AdminModel }) {
  const { view, call } = model.place.value;
  switch (view) {
    case "log":
      return call === null ? <LogView model={model} /> : <CallView model={model} />;
    case "statistics":
      return <StatisticsView model={model} />;
    case "report":
      return <ReportView model={model} />;
    case "equality":
      return <EqualityView model={model} />;
    case "planning":
      return <PlanningView model={model} />;
    case "board":
      return <BoardView model={model} />;
    case "alarms":
      return <AlarmsView model={model} />;
    case "integrations":
      return <IntegrationsView model={model} />;
    case "settings":
      return <SettingsView model={model} />;
    case "kiosks":
      return <KiosksView model={model} />;
    case "guides":
      return <GuidesView model={model} />;
    case "readings":
      return <ReadingsView model={model} />;
    case "review":
      return call === null ? <ReviewView model={model} /> : <RegisterView model={model} />;
  }
}

/** How many alarms last; nothing where none does. */
function AlarmCount({ model }: { model: AdminModel }) {
  const count = model.alarms.count.value;
  if (count === 0) return null;
  return (
    <span class="head__count">
      {count}
      <span class="visually-hidden"> {say.value("alarms.lasting")}</span>
    </span>
  );
}

function Head({ model }: { model: AdminModel }) {
  const place = model.place.value;
  return (
    <header class="head">
      <p class="head__product">{say.value("product")}</p>
      <nav class="head__nav" aria-label={say.value("nav")}>
        {model.views.map((view) => (
          <Link
            key={view}
            model={model}
            to={{ ...place, view, call: null }}
            class="head__link"
            current={view === place.view || (view === "statistics" && place.view === "report")}
          >
            {say.value(`nav.${view}`)}
            {view === "alarms" && <AlarmCount model={model} />}
          </Link>
        ))}
      </nav>
      <button type="button" class="button button--quiet" onClick={switchLanguage}>
        <Icon name="language" />
        {say.value("other_language")}
      </button>
      <Who model={model} />
    </header>
  );
}
