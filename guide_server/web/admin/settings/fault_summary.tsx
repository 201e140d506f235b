import { useEffect, useRef } from "preact/hooks";
import { say } from "../texts";
import type { Area } from "./contents";
import { type Fault, faultInWords, type Names } from "./editing";
import { pathInWords } from "./in_words";

interface Amiss {
  area: Area;
  faults: readonly Fault[];
  names: Names;
}

/** All that is amiss with the draft, by the names of its fields; each stands at its field too. */
export function FaultSummary({ area, faults, names }: Amiss) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length > 0) box.current?.focus();
  }, [faults]);
  return (
    <div role="alert" class="trouble">
      {faults.length > 0 && (
        <div ref={box} tabIndex={-1} class="notice notice--danger faults">
          <p>{say.value("settings.amiss", { count: faults.length })}</p>
          <ul>
            {faults.map((fault) => (
              <li key={fault.path.join(".")}>
                <strong>{pathInWords(area, fault.path, names)}</strong> {faultInWords(fault)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
