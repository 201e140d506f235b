"""Ask for longer: `python -m tests.conformity [--examples N] [--seed N]`, on a new SQLite file."""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from signaling.store.migrate import migrate
from tests.conformity.office import SETTINGS, as_a_machine, as_a_person, furnish
from tests.guide_server.office import office_at


async def faults(examples: int, seed: int) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'store.sqlite'}"
        await asyncio.to_thread(migrate, address)
        async with office_at(address, **SETTINGS) as office:
            who = await furnish(office)
            machine = await as_a_machine(office, who, examples=examples, seed=seed)
            person = await as_a_person(office, who, examples=examples, seed=seed)
            return await asyncio.to_thread(lambda: [*machine.faults(), *person.faults()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=100, help="of each operation and manner")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = asyncio.run(faults(given.examples, given.seed))
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
