import type { CheckReport, KioskSelfTest } from "../../api_types";
import { say, sayCode, shortFigure, times } from "../texts";
import { leftOutCall } from "./test_call";
import "./self_test.css";

/** What a kiosk last found when it tried itself: the verdict, when, its faults in words, and every part with figures. */
export function SelfTestCell({ test }: { test: KioskSelfTest }) {
  const { newest, overdue, asked_at } = test;
  return (
    <div class="self-test">
      <Verdict test={test} />
      {newest !== null && !overdue && <span class="table__side">{times.value.moment(newest.at)}</span>}
      {newest !== null && <Faults of={newest.checks} />}
      {leftOutCall(test) && <span class="table__side">{say.value("self_test.no_call")}</span>}
      {asked_at !== null && (
        <span class="table__side">{say.value("self_test.asked", { when: times.value.short(asked_at) })}</span>
      )}
      {newest !== null && (
        <details class="self-test__parts">
          <summary>{say.value("self_test.parts")}</summary>
          <dl>
            {newest.checks.map((check) => (
              <Part key={check.name} of={check} />
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}

/** A verdict that is too old says nothing any more of the kiosk as it is. One without a call is no verdict on calls. */
function Verdict({ test }: { test: KioskSelfTest }) {
  const { newest, overdue } = test;
  if (newest === null) return <span class="dot dot--busy">{say.value("self_test.never")}</span>;
  if (overdue) {
    const when = times.value.moment(newest.at);
    return <span class="dot dot--danger">{say.value("self_test.overdue", { when })}</span>;
  }
  const faults = newest.checks.flatMap((check) => check.faults ?? []).length;
  if (faults > 0) {
    return <span class="dot dot--danger">{say.value("self_test.faults", { count: faults })}</span>;
  }
  return leftOutCall(test) ? (
    <span class="dot dot--busy">{say.value("self_test.sound_so_far")}</span>
  ) : (
    <span class="dot dot--free">{say.value("self_test.sound")}</span>
  );
}

function Faults({ of }: { of: readonly CheckReport[] }) {
  const unsound = of.filter((check) => check.faults?.length);
  if (unsound.length === 0) return null;
  return (
    <ul class="self-test__faults">
      {unsound.flatMap((check) =>
        (check.faults ?? []).map((fault) => (
          <li key={fault}>
            {sayCode("fault", fault)}
            {check.about?.map((part) => (
              <bdi key={part} class="self-test__about">
                {part}
              </bdi>
            ))}
          </li>
        )),
      )}
    </ul>
  );
}

function Part({ of: { name, tried, faults, figures } }: { of: CheckReport }) {
  const measured = Object.entries(figures ?? {}).map(([figure, value]) =>
    sayCode("figure", figure, { figure: shortFigure(value) }),
  );
  const state = tried
    ? faults?.length
      ? []
      : [say.value("self_test.fine")]
    : [say.value("self_test.untried")];
  const wrong = (faults ?? []).map((fault) => sayCode("fault", fault));
  return (
    <div>
      <dt>{sayCode("check", name)}</dt>
      <dd>{[...state, ...wrong, ...measured].join(", ")}</dd>
    </div>
  );
}
