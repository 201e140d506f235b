import { useSignal } from "@preact/signals";
import { Icon } from "../../../../signaling/theme/icons";
import { dayInWords, nameOfWeekday, say } from "../texts";
import { type Opening, WEEKDAYS } from "./contents";
import { DaySpans } from "./day_spans";
import type { Path } from "./differences";
import { type Fault, faultAt } from "./editing";
import { Field } from "./field";
import { TakeAway } from "./order";

interface Opens {
  opening: Opening;
  change: (opening: Opening) => void;
  at: Path;
  faults: readonly Fault[];
  /** Whose hours they are, for the captions of their tables. */
  of: string;
}

/** A week, and the dates on which it is otherwise. */
export function OpeningFields(props: Opens) {
  return (
    <div class="opening">
      <WeekFields {...props} />
      <Exceptions {...props} />
    </div>
  );
}

/** A week in which no day is named is always open; a single day that is not named is closed. */
function WeekFields({ opening, change, at, faults, of }: Opens) {
  const isBare = WEEKDAYS.every((weekday) => (opening.week[weekday] ?? []).length === 0);
  return (
    <table class="opening__table">
      <caption>{say.value("settings.week_of", { of })}</caption>
      <tbody>
        {WEEKDAYS.map((weekday, index) => {
          const name = nameOfWeekday(index, "long");
          return (
            <tr key={weekday}>
              <th scope="row">{name}</th>
              <td>
                <DaySpans
                  of={name}
                  spans={opening.week[weekday] ?? []}
                  otherwise={say.value(isBare ? "settings.always_open" : "settings.closed")}
                  fault={faultAt(faults, [...at, "week", weekday], true)}
                  change={(spans) => change({ ...opening, week: { ...opening.week, [weekday]: spans } })}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Exceptions({ opening, change, at, faults, of }: Opens) {
  const { exceptions } = opening;
  const dates = Object.keys(exceptions).sort();
  return (
    <div class="opening__dates">
      <table class="opening__table">
        <caption>{say.value("settings.exceptions_of", { of })}</caption>
        <tbody>
          {dates.map((date) => (
            <tr key={date}>
              <th scope="row">
                {dayInWords(date)}
                <TakeAway
                  of={dayInWords(date)}
                  away={() => {
                    const { [date]: _gone, ...others } = exceptions;
                    change({ ...opening, exceptions: others });
                  }}
                />
              </th>
              <td>
                <DaySpans
                  of={dayInWords(date)}
                  spans={exceptions[date] ?? []}
                  otherwise={say.value("settings.closed")}
                  fault={faultAt(faults, [...at, "exceptions", date], true)}
                  change={(spans) => change({ ...opening, exceptions: { ...exceptions, [date]: spans } })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {dates.length === 0 && <p class="help">{say.value("settings.no_exceptions")}</p>}
      <AddDate
        taken={dates}
        add={(date) => change({ ...opening, exceptions: { ...exceptions, [date]: [] } })}
      />
    </div>
  );
}

function AddDate({ taken, add }: { taken: readonly string[]; add: (date: string) => void }) {
  const date = useSignal("");
  return (
    <div class="settings__add">
      <Field
        label={say.value("settings.exception_date")}
        fault={null}
        {...(date.value >= "2000" && { help: dayInWords(date.value) })}
      >
        {(bound) => (
          <input
            {...bound}
            type="date"
            min="2000-01-01"
            max="2999-12-31"
            value={date.value}
            onInput={({ currentTarget }) => {
              date.value = currentTarget.value;
            }}
          />
        )}
      </Field>
      <button
        type="button"
        class="button"
        disabled={date.value < "2000" || taken.includes(date.value)}
        onClick={() => {
          add(date.value);
          date.value = "";
        }}
      >
        <Icon name="plus" />
        {say.value("settings.add_exception")}
      </button>
    </div>
  );
}
