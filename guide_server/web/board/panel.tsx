/** One call or one guide more closely, and what a leader may do. Nothing here is silent: everybody concerned sees it. */
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon } from "../../../signaling/theme/icons";
import type { BoardCall, BoardGuide } from "../api_types";
import { joinAddress } from "../board_facts";
import type { BoardModel } from "./board_model";
import { say, sayCode } from "./texts";

export function Panel({ model }: { model: BoardModel }) {
  const { value: call } = model.call;
  const { value: guide } = model.guide;
  if (call !== null) {
    return (
      <Side model={model} title={call.kiosk_name} id={call.call}>
        <CallActs model={model} call={call} />
      </Side>
    );
  }
  if (guide !== null) {
    return (
      <Side model={model} title={guide.name} id={guide.id}>
        <GuideActs model={model} guide={guide} />
      </Side>
    );
  }
  return null;
}

interface Frame {
  model: BoardModel;
  title: string;
  id: string;
  children: ComponentChildren;
}

/** Takes the focus when it opens and gives it back when it closes; Escape closes it. */
function Side({ model, title, id, children }: Frame) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [id]);
  const close = () => model.choose(null);
  return (
    <aside
      class="side card"
      aria-labelledby="side-heading"
      onKeyDown={(event) => {
        if (event.key === "Escape") close();
      }}
    >
      <h2 id="side-heading" ref={heading} tabIndex={-1}>
        <bdi>{title}</bdi>
      </h2>
      <div role="alert">
        {model.fault.value !== null && <p class="notice notice--danger">{faultOf(model.fault.value)}</p>}
      </div>
      {children}
      <button type="button" class="button" onClick={close}>
        <Icon name="close" />
        {say.value("panel.close")}
      </button>
    </aside>
  );
}

function faultOf(id: string): string {
  const known = ["no_shared_language", "not_now", "not_found"].includes(id);
  return known ? sayCode("fault", id) : say.value("fault.other");
}

function CallActs({ model, call }: { model: BoardModel; call: BoardCall }) {
  const untaken = call.state === "waiting" || call.state === "ringing";
  return (
    <>
      {untaken && <Assign model={model} call={call} />}
      {call.state === "live" && model.leads && (
        <>
          <a class="button button--now" data-act="join" href={joinAddress(call)}>
            <Icon name="talk" />
            {say.value("panel.join")}
          </a>
          <p class="side__help">{say.value("panel.join_help")}</p>
        </>
      )}
      {call.state === "live" && !model.leads && <p class="side__help">{say.value("panel.join_not")}</p>}
      {call.because !== "" && (
        <p class="side__help">
          {say.value("panel.because")}: <q lang="en">{call.because}</q>
        </p>
      )}
    </>
  );
}

function Assign({ model, call }: { model: BoardModel; call: BoardCall }) {
  const [chosen, setChosen] = useState("");
  const to = call.takers.some(({ id }) => id === chosen) ? chosen : (call.takers[0]?.id ?? "");
  if (to === "") return <p class="side__help">{say.value("panel.nobody")}</p>;
  return (
    <form
      class="side__assign"
      onSubmit={(event) => {
        event.preventDefault();
        void model.assign(call.call, to);
      }}
    >
      <label class="field">
        <span class="label">{say.value("panel.assign")}</span>
        <select name="guide" value={to} onChange={(event) => setChosen(event.currentTarget.value)}>
          {call.takers.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button button--now" data-act="assign">
        <Icon name="bell" />
        {say.value("panel.assign_do")}
      </button>
    </form>
  );
}

function GuideActs({ model, guide }: { model: BoardModel; guide: BoardGuide }) {
  const choices =
    guide.status === "away" ? (["available", "offline"] as const) : (["away", "offline"] as const);
  return (
    <fieldset class="side__status">
      <legend>{say.value("panel.status")}</legend>
      {choices.map((status) => (
        <button
          key={status}
          type="button"
          class="button"
          data-act={status}
          onClick={() => void model.forceStatus(guide.id, status)}
        >
          {say.value(`panel.${status}`)}
        </button>
      ))}
    </fieldset>
  );
}
