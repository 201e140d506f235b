"""What the guide server does by itself: tells webhooks, watches for alarms and mails them, keeps the store in
order.
"""

import asyncio
import secrets

from guide_server.alarms.mailer import WHOLE, AlarmMailer
from guide_server.alarms.subjects import Subjects
from guide_server.alarms.watch import AlarmWatch
from guide_server.duty import Duty
from guide_server.housekeeping import DEED, close_days, keep_to_the_plan
from guide_server.rooms import sender_of
from guide_server.webhooks.deliverer import Deliverer
from guide_server.webhooks.sender import WITHIN
from guide_server.world import World
from signaling.store.tally.roll_up import RollUp

LOOK_WITHIN = 10.0
"""Seconds that a look for alarms may take."""


async def run_duties(world: World) -> None:
    """Do it until cancelled. Each is a duty that one of several nodes has at a time."""
    records, settings = world.records, world.settings
    owner = secrets.token_hex(8)

    def duty(name: str, deed: float) -> Duty:
        return Duty(records.leases, name, owner=owner, deed=deed)

    deliverer = Deliverer(
        pool=world.pool().id,
        cursors=records.cursors,
        streams=records.streams,
        sender=sender_of(world),
        duty=duty("webhooks", WITHIN),
        clock=world.clock,
    )
    watch = AlarmWatch(
        alarms=records.alarms,
        pool=world.pool,
        directory=records.directory,
        webhooks=records.webhooks,
        self_tests=records.self_tests,
        rules=settings.alarms,
        duty=duty("alarms", LOOK_WITHIN),
        clock=world.clock,
    )
    roll_up = RollUp(records.database, pool=world.pool().id, zone=settings.zone)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_to_the_plan(records.retention, duty("retention", DEED)))
        tasks.create_task(close_days(roll_up, records.statistics, duty("days", DEED)))
        tasks.create_task(deliverer.run())
        tasks.create_task(watch.run())
        if settings.mail is not None:
            mailer = AlarmMailer(
                settings.mail,
                alarms=records.alarms,
                subjects=Subjects(records.directory, records.webhooks),
                duty=duty("alarm_mail", WHOLE),
                clock=world.clock,
                zone=settings.zone,
                public_url=settings.public_url,
            )
            tasks.create_task(mailer.run())
